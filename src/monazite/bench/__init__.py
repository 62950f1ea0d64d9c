"""How fast the model is beside its peers: one programme, written down in each library, in one run, told as ratios.

Each measurement is a process of its own (``measurement``), so that memory is told apart and one library cannot warm up
another. The modules ``in_...`` each know one library, and are loaded in such a process only.
"""
