"""Lines for a shell's start-up file: the prompt says when a review is due.

They read the stamp with what the shell has built in; no program is started, not even for the time.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from fupan.language import N_
from fupan.stamp import MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fupan.language import Language

PROMPT = N_("review due")

_TOLD = """  {{ read -r mark due quiet lang < {path}; }} 2>/dev/null || return 0
  [[ $mark == {mark} && $due$quiet != *[!0-9]* ]] || return 0
"""
_BASH_CHECK = (
    "  local mark due quiet lang now\n"
    + _TOLD
    + """  now=${{EPOCHSECONDS:-}}
  [[ $now ]] || printf -v now '%(%s)T' -1
  (( now >= due && now >= quiet )) || return 0
"""
)

BASH = (
    """# fupan in the prompt; this goes into ~/.bashrc
__fupan_due() {{
  FUPAN_DUE=
"""
    + _BASH_CHECK
    + """  if [[ $lang == zh ]]; then FUPAN_DUE={zh}; else FUPAN_DUE={en}; fi
}}
PROMPT_COMMAND="${{PROMPT_COMMAND:+$PROMPT_COMMAND$'\\n'}}__fupan_due"
PS1='${{FUPAN_DUE:+[$FUPAN_DUE] }}'"$PS1"
"""
)

ZSH = (
    """# fupan in the prompt; this goes into ~/.zshrc
zmodload zsh/datetime
__fupan_due() {{
  FUPAN_DUE=
  local mark due quiet lang
"""
    + _TOLD
    + """  (( EPOCHSECONDS >= due && EPOCHSECONDS >= quiet )) || return 0
  if [[ $lang == zh ]]; then FUPAN_DUE={zh}; else FUPAN_DUE={en}; fi
}}
precmd_functions+=(__fupan_due)
setopt prompt_subst
PS1='${{FUPAN_DUE:+[$FUPAN_DUE] }}'"$PS1"
"""
)

FISH = """# fupan in the prompt; this goes into ~/.config/fish/config.fish, for fish 3.5 or later
function __fupan_due
    set -l stamp {path}
    test -r $stamp; or return 0
    read -l mark due quiet lang <$stamp; or return 0
    test "$mark" = {mark}; or return 0
    string match -qr '^[0-9]+ [0-9]+$' -- "$due $quiet"; or return 0
    set -l now (math (path mtime $stamp) + (path mtime --relative $stamp))
    test $now -ge $due -a $now -ge $quiet; or return 0
    if test "$lang" = zh
        echo -n '['{zh}'] '
    else
        echo -n '['{en}'] '
    end
end
functions --query __fupan_prompt; or functions --copy fish_prompt __fupan_prompt
function fish_prompt
    __fupan_due
    __fupan_prompt
end
"""

STARSHIP = (
    """# fupan in the prompt; this goes into ~/.config/starship.toml
[custom.fupan]
description = "says that a weekly review is due"
when = true
shell = ["bash", "--noprofile", "--norc"]
command = '''
fupan_due() {{
"""
    + _BASH_CHECK
    + """  if [[ $lang == zh ]]; then printf '%s' {zh}; else printf '%s' {en}; fi
}}
fupan_due
'''
"""
)


def _fish_quote(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


SHELLS: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "bash": (BASH, shlex.quote),
    "zsh": (ZSH, shlex.quote),
    "fish": (FISH, _fish_quote),
    "starship": (STARSHIP, shlex.quote),
}


def snippet(shell: str, stamp: str, en: Language, zh: Language) -> str:
    """The lines for one shell, with the stamp's place written out."""
    text, quote = SHELLS[shell]
    return text.format(path=quote(stamp), mark=MARK, en=quote(en(PROMPT)), zh=quote(zh(PROMPT)))
