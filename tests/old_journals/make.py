"""Write the rich journal of the tests to the file that is named; see README.md."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import store_nouns as sn
from fupan.store import open_store

path = Path(sys.argv[1])
if path.exists():
    sys.exit(f"{path} is there already, and is never made again")
store = open_store(path, now=sn.NOW)
sn.fill(store)
sn.fill_far(store)
path.chmod(0o644)
