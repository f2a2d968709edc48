"""How fast this machine is from the frame to the decision, beside the floor: what the model alone takes."""
