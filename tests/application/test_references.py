"""Whatever refers to a company follows it when it is merged: a new foreign key that no domain repoints fails here."""

import inspect

from matchmaker.stewardship.operations.merging import REPOINTING
from matchmaker.tables import metadata

HISTORY = {  # says what was decided about the two companies themselves, and must not follow
    "twin_pair.low_id", "twin_pair.high_id", "company_merge.kept_id", "company_merge.gone_id",
}  # fmt: skip


def test_every_reference_to_a_company_is_repointed():
    sources = "\n".join(inspect.getsource(inspect.getmodule(repoint)) for repoint in REPOINTING)
    models = {mapper.local_table.name: mapper.class_.__name__ for mapper in mappers()}
    references = {
        f"{table.name}.{column.name}": f"{models[table.name]}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if any(key.column.table.name == "company" for key in column.foreign_keys)
    }
    assert len(references) > 10
    forgotten = {name for name, code in references.items() if name not in HISTORY and code not in sources}
    assert forgotten == set(), "repoint these in the domain's repoint_company"


def mappers():
    from matchmaker.db import Base

    return Base.registry.mappers
