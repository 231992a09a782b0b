"""What the tests of sheets and calendars share."""

from pathlib import Path
from typing import Any

import pytest

from karep.db import accounts, people
from karep.db.store import Store


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def written(text: str | bytes) -> Path:
        path = tmp_path / "c.ics"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


@pytest.fixture
def book(store: Store) -> dict[str, str]:
    with store.action("make", "x") as change:
        huawei = accounts.add_account(change, {"name": "华为技术有限公司", "city": "深圳"})
        acme = accounts.add_account(change, {"name": "Acme Steel Ltd.", "short_name": "Acme"})
        boss = people.add_person(
            change, {"name": "王建国", "account_id": huawei, "email": "Wang@huawei.com", "title": "总经理"}
        )
        ana = people.add_person(change, {"name": "Ana Silva", "account_id": acme, "email": "ana@acme.example"})
        people.add_person(change, {"name": "李敏", "account_id": huawei})
        people.add_person(change, {"name": "李敏", "account_id": acme})
        li = people.add_person(change, {"name": "李强", "account_id": acme, "title": "采购总监"})
        people.add_person(change, {"name": "李广", "account_id": huawei, "title": "副总"})
        gao = people.add_person(change, {"name": "高明", "account_id": huawei, "form_of_address": "高工"})
        for account in (huawei, acme):
            people.add_person(change, {"name": "赵刚", "account_id": account, "title": "总经理"})
    return {"huawei": huawei, "acme": acme, "boss": boss, "ana": ana, "director": li, "gao": gao}
