"""Commands that refuse an option given twice where it takes one value, rather than let the last one win."""

from __future__ import annotations

from collections import Counter
from typing import Any

from typer.core import TyperCommand

from peelgrade.errors import InvalidInputError, Problem, Where


class Command(TyperCommand):
    """A command of which every option that takes one value is given once."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """
        Read the options and arguments.

        Raises:
            InvalidInputError: If an option that takes one value is given more than once.

        """
        if not ctx.resilient_parsing:
            given = self.make_parser(ctx).parse_args(args=list(args))[2]
            problems = [
                Problem(Where(one.opts[0]), "is given more than once, and takes one value", "give it once")
                for one, times in Counter(given).items()
                if times > 1 and _takes_one(one)
            ]
            if problems:
                raise InvalidInputError(problems)
        return super().parse_args(ctx, args)


def _takes_one(parameter: Any) -> bool:
    """Say whether a second value would take the place of the first; a flag given twice says the same."""
    option = parameter.param_type_name == "option"
    return option and not (parameter.multiple or parameter.is_flag or parameter.count)
