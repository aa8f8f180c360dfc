defmodule Acme.ReleaseTasks do
  def migrate(_args \\ []) do
    Application.load(:acme)
    for repo <- [Acme.Repo], do: {:ok, _, _} = Ecto.Migrator.with_repo(repo, &Ecto.Migrator.run(&1, :up, all: true))
  end
end
