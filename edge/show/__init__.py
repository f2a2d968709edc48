"""What people look at: annotated frames, video, window and report."""
