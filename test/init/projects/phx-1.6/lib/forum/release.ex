defmodule Forum.Release do
  @moduledoc """
  Tasks where there is no mix.

      def migrate in a text is no function
  """
  @app :forum

  def migrate do
    for repo <- repos() do
      {:ok, _, _} = Ecto.Migrator.with_repo(repo, &Ecto.Migrator.run(&1, :up, all: true))
    end
  end

  defp repos, do: Application.fetch_env!(@app, :ecto_repos)
end
