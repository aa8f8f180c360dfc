defmodule Depot.Release do
  def migrate do
    {:ok, _, _} = Ecto.Migrator.with_repo(Depot.Repo, &Ecto.Migrator.run(&1, :up, all: true))
  end
end
