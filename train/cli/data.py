import typer

data_app = typer.Typer()
