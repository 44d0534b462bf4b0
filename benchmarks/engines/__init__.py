"""
The same tiered rules, matched by what people would pick instead.

Each engine says which conditions of a tier hold on some facts; the counting between the tiers, which none
of them does by itself, is shared. So what is timed is the matching, and every engine must come to the
same levels, verdicts, concerns and grades before it is.

- `tiers`: a case graded with any engine
- `ours`: our evaluator, with and without its memory, and durable_rules alone
- `loops`: the rules as plain Python
- `tables`: the rules as decision tables of zen-engine
- `shell`: the rules as those of CLIPS
"""
