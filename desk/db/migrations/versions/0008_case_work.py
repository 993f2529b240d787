"""Snoozes and promises, mentions in notes, canned replies with the first ones."""

import sqlalchemy as sa
from alembic import op

from desk.text.pack import city

revision = "0008_case_work"
down_revision = "0007_open_turns"
branch_labels = None
depends_on = None

_FIRST = (
    (
        "最初のあいさつ",
        "formal",
        f"お待たせいたしました。{city().names.centre}の{{相談員名}}です。これまでのやり取りを拝見しました。",
    ),
    (
        "時期と人数をたずねる",
        "formal",
        "差し支えなければ、移住を考えていらっしゃる時期と、ご家族の人数を教えていただけますか。お答えになりたくないことは、書かなくて大丈夫です。",
    ),
    (
        "担当の部署に確認する",
        "formal",
        "ありがとうございます。担当の部署に確認いたしますので、少しお時間をください。分かりしだい、このチャットでお知らせします。",
    ),
    (
        "次の受付までに返事をする",
        "formal",
        "本日（{今日}）の受付は、まもなく終わります。つづきは、次の受付（{次の受付}）からお返事します。このチャットを閉じても、やり取りは残ります。",
    ),
    (
        "来訪・オンライン相談の案内",
        "formal",
        "よろしければ、窓口での対面か、オンラインでもご相談いただけます。ご希望の日時を二つほど教えてください。",
    ),
    (
        "終わりのあいさつ",
        "formal",
        "ご相談ありがとうございました。受付番号は {受付番号} です。また何かありましたら、いつでもこのチャットへどうぞ。",
    ),
    (
        "最初のあいさつ",
        "easy",
        "こんにちは。わたしは {相談員名} です。あなたの 質問（しつもん）に 答（こた）えます。ゆっくり 書（か）いて ください。",
    ),
    (
        "調べる",
        "easy",
        "ありがとう ございます。調（しら）べます。少（すこ）し 待（ま）って ください。わかったら、この チャットに 書（か）きます。",
    ),
    (
        "次に答える日",
        "easy",
        "今日（きょう）は もう 終（お）わります。次（つぎ）は {次の受付} に 答（こた）えます。",
    ),
    (
        "終わりのあいさつ",
        "easy",
        "話（はな）して くれて ありがとう ございました。あなたの 番号（ばんごう）は {受付番号} です。また 質問（しつもん）して ください。",
    ),
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "snoozes",
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("until", sa.String(26), nullable=False),
        sa.Column("is_promise", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("set_at", sa.String(26), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_snoozes"),
    )
    op.create_table(
        "mentions",
        sa.Column("note_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.String(32), nullable=False),
        sa.Column("seen_at", sa.String(26), nullable=True),
        sa.PrimaryKeyConstraint("note_id", "account_id", name="pk_mentions"),
    )
    replies = op.create_table(
        "canned_replies",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("register", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.String(26), nullable=False),
        sa.Column("saved_by", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_canned_replies"),
    )
    op.bulk_insert(
        replies,
        [
            {
                "title": title,
                "register": register,
                "text": text,
                "saved_at": "2026-11-25T00:00:00.000000",
            }
            for title, register, text in _FIRST
        ],
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("canned_replies")
    op.drop_table("mentions")
    op.drop_table("snoozes")
