"""The child of `save_faults`: logs touches one after the other, and says after each whether it was saved.

Prints ``saved ID SUMMARY`` when an action came back, ``refused SENTENCE`` when the store said that it was not saved,
and ``done`` at the end. With ``--control`` it says “saved” inside the action, before the commit.
"""

import sys
from pathlib import Path

from karep.db.errors import StoreError
from karep.db.store import Store
from karep.db.touches import log_touch

TOUCHES = 4


def main() -> None:
    """Log the touches."""
    path, control = Path(sys.argv[1]), "--control" in sys.argv
    with Store.open(path) as store:
        account = store.connection.execute("SELECT id FROM account").fetchone()[0]
        people = [person for (person,) in store.connection.execute("SELECT id FROM person")]
        for number in range(TOUCHES):
            summary = f"谈框架合同 {number} " + "x" * 3000 * number
            try:
                with store.action("touch.log", "华为") as change:
                    touch = log_touch(
                        change,
                        {"account_id": account, "summary": summary.strip()},
                        people=people,
                        promises=[{"what": "报价", "due": "2026-11-27"}],
                        objections=[{"words": "太贵"}],
                        next_steps=[{"what": "汇报", "due": "2026-12-01"}],
                    )
                    if control:
                        print("saved", touch, summary.strip(), flush=True)
                if not control:
                    print("saved", touch, summary.strip(), flush=True)
            except StoreError as refused:
                print("refused", refused, flush=True)
    print("done", flush=True)


if __name__ == "__main__":
    main()
