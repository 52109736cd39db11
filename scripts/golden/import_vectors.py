"""Parts of market_ladder.json: files read as tables, columns read as fields, posts counted."""

from collections.abc import Callable

from golden.import_samples import CSV, JSON, MAPPED, POSTS
from golden.samples import Vectors, hexed
from hashtagspace.errors import InvalidInput
from hashtagspace.market.activity import PublicPost, derive_activity
from hashtagspace.market.import_values import map_columns
from hashtagspace.market.imports import Table, read_csv, read_json
from hashtagspace.market.record_values import spell_value


def read(name: str, data: bytes, reader: Callable[[bytes], Table]) -> Vectors:
    """A file and the table it is, or the code."""
    row: Vectors = {"name": name, "bytes": hexed(data)}
    try:
        table = reader(data)
    except InvalidInput as error:
        return {**row, "code": error.exact_code}
    return {**row, "columns": list(table.columns), "rows": [list(cells) for cells in table.rows]}


def mapped(category: str, text: str, fields: dict[str, str], currency: str | None) -> Vectors:
    """A CSV file, its columns as fields, what came of it."""
    row: Vectors = {"category": category, "csv": text, "fields": fields, "currency": currency}
    try:
        imported = map_columns(category, read_csv(text.encode()), fields, currency)
    except InvalidInput as error:
        return {**row, "code": error.exact_code}
    return {
        **row,
        "value": None if imported.value is None else spell_value(imported.value),
        "faults": [[fault.row, fault.column] for fault in imported.faults],
    }


def counted(name: str, posts: tuple[PublicPost, ...]) -> Vectors:
    """Posts as the API has them, and the record of category activity."""
    row: Vectors = {
        "name": name,
        "posts": [
            {
                "postId": post.post_id,
                "kind": post.kind,
                "createdAt": post.created_at,
                "tags": list(post.tags),
                "retracted": post.is_retracted,
            }
            for post in posts
        ],
    }
    try:
        return {**row, "value": spell_value(derive_activity(posts))}
    except InvalidInput as error:
        return {**row, "code": error.exact_code}


def build_imports() -> Vectors:
    """The three parts."""
    return {
        "csv": [read(name, data, read_csv) for name, data in CSV],
        "json": [read(name, data, read_json) for name, data in JSON],
        "mapped": [mapped(*case) for case in MAPPED],
        "activity": [counted(*case) for case in POSTS],
    }
