"""The one kind of error a user is meant to read."""

from __future__ import annotations


class ReviewError(Exception):
    """Something the user can mend: what is wrong, where, the value found, and the fix.

    ``str(error)`` is one sentence that stands alone, for instance
    ``config.yaml line 4: search.qurey: unknown key (got 'qurey'). Did you mean 'query'?``
    """

    def __init__(self, what: str, *, where: str = "", value: object = None, fix: str = "") -> None:
        self.what = what
        self.where = where
        self.value = value
        self.fix = fix
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        sentence = f"{self.where}: {self.what}" if self.where else self.what
        if self.value is not None:
            shown = repr(self.value)
            # A value can be a whole abstract; its beginning is enough to find it.
            sentence += f" (got {shown if len(shown) <= 200 else shown[:197] + '...'})"
        return f"{sentence}. {self.fix}" if self.fix else sentence
