"""What reaches further than a quarter: problems, decisions, letters, rules, years, pacts, and a goal's motive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def kept() -> tuple[sa.Column[int], sa.Column[str]]:
    """What every table has: a version, against two editors on one row, and a digest, against damage."""
    version: sa.Column[int] = sa.Column("version", sa.Integer(), nullable=False)
    return version, sa.Column("digest", sa.String(length=32), nullable=False)


def upgrade() -> None:
    with op.batch_alter_table("goal", recreate="always") as goal:
        goal.add_column(sa.Column("motive", sa.Text(), nullable=True))
    op.create_table(
        "problem",
        *kept(),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_motive", sa.Text(), nullable=False),
        sa.Column("academic", sa.Integer(), nullable=True),
        sa.Column("academic_proof", sa.Text(), nullable=False),
        sa.Column("commercial", sa.Integer(), nullable=True),
        sa.Column("commercial_proof", sa.Text(), nullable=False),
        sa.Column("growth", sa.Integer(), nullable=True),
        sa.Column("growth_proof", sa.Text(), nullable=False),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
    )
    op.create_table(
        "decision",
        *kept(),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("against", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("test", sa.Text(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=True),
        sa.Column("review", sa.Text(), nullable=False),
        sa.Column("reviewed", sa.Text(), nullable=True),
        sa.Column("came", sa.Text(), nullable=False),
        sa.Column("quality", sa.Text(), nullable=False),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["goal"], ["goal.id"], name=op.f("fk_decision_goal"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_table(
        "letter",
        *kept(),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("opened", sa.DateTime(timezone=True), nullable=True),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_table(
        "rule",
        *kept(),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("born", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("retired", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
    )
    op.create_table(
        "long_review",
        *kept(),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_long_review")),
    )
    _pacts()


def _pacts() -> None:
    op.create_table(
        "pact",
        *kept(),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("partner", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("sees", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("compared", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("ended", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pact")),
    )
    op.create_table(
        "pact_letter",
        *kept(),
        sa.Column("pact", sa.String(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pact"],
            ["pact.id"],
            name=op.f("fk_pact_letter_pact"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("pact", "week", "side", name=op.f("pk_pact_letter")),
    )
