"""部门决算公开 — yearly final accounts of a government department, from data to the published document.

The public names stand in the stub beside this file, where editors and type checkers see them; each is loaded
when it is first used.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
