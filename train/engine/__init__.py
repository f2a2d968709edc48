"""How a run goes: phases, steps, checkpoints, early stop, several processes. It knows no recipe."""
