"""A letter as a mail: by the person's own mail program, or by the server in their settings; by nothing of ours."""

from __future__ import annotations

import shlex
import smtplib
import ssl
import subprocess
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import TYPE_CHECKING

from fupan.errors import FupanError
from fupan.language import N_
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

LOOPBACK = ("localhost", "127.0.0.1", "::1")
WAIT = 30  # seconds


@dataclass(eq=False)
class MailNotSent(FupanError):
    code = "mail_not_sent"
    message = N_("The mail was not sent: %(why)s The files are kept: %(files)s")
    why: str
    files: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where the person's mail goes out. `security` is tls, starttls, or none for this machine alone."""

    host: str
    port: int
    security: str = "starttls"
    user: str = ""


def message(sender: str, to: str, subject: str, body: str, files: Sequence[Path]) -> EmailMessage:
    """One mail with its files; header lines cannot be broken by a name, which the library sees to."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"], mail["Message-ID"] = formatdate(localtime=False), make_msgid(domain="fupan.invalid")
    mail.set_content(body)
    for file in files:
        kind = "html" if file.suffix == ".html" else "octet-stream"
        main = "text" if kind == "html" else "application"
        mail.add_attachment(file.read_bytes(), maintype=main, subtype=kind, filename=file.name)
    return mail


def by_program(mail: EmailMessage, command: str, environ: Mapping[str, str]) -> None:
    """Hand the mail to a program that reads it on standard input, as `msmtp -t` and `sendmail -t` do."""
    files = _names(mail)
    try:
        done = subprocess.run(  # noqa: S603 - the person's own
            shlex.split(command), input=bytes(mail), env=dict(environ), check=False, timeout=WAIT * 4
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise MailNotSent(f"{command}: {error}.", files) from error
    if done.returncode:
        raise MailNotSent(f"{command}: {done.returncode}.", files)


def by_server(mail: EmailMessage, server: Server, password: Callable[[], str]) -> None:
    """Send by SMTP. Without encryption only to this machine; the password is asked for when there is a user."""
    files = _names(mail)
    if server.security == "none" and server.host not in LOOPBACK:
        raise MailNotSent(N_("without encryption mail goes to this machine alone."), files)
    context = ssl.create_default_context()
    try:
        if server.security == "tls":
            line: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=WAIT, context=context)
        else:
            line = smtplib.SMTP(server.host, server.port, timeout=WAIT)
        with line:
            if server.security == "starttls":
                line.starttls(context=context)
            if server.user:
                line.login(server.user, password())
            line.send_message(mail)
    except (OSError, smtplib.SMTPException) as error:
        raise MailNotSent(f"{server.host}: {type(error).__name__}.", files) from error


def _names(mail: EmailMessage) -> str:
    return ", ".join(str(part.get_filename()) for part in mail.iter_attachments())
