"""
Propose grades for police inspections from coded evidence, and show every reason.

The flow, as a newcomer reads it::

    inspection = load_case("fixtures/west-mercia-2023-25")   # read once, frozen
    assessment = derive(inspection)                           # every tier, everything considered
    reasons = explain(assessment, "responding")               # still data
    print(render(explain_page(reasons), "text"))

The public names are imported from their modules, so that nothing is loaded that isn't used.
"""

__version__ = "0.1.0"
