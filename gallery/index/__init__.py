"""Which enrolled views are nearest to a vector?"""

from gallery.index.keeping import check_cache, keep_graph
from gallery.index.opening import open_index
from gallery.index.view_index import ViewIndex

__all__ = ["ViewIndex", "check_cache", "keep_graph", "open_index"]
