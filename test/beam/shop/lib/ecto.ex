defmodule Ecto.Migrator do
  @moduledoc "As much of Ecto's migrator as a release calls."

  def with_repo(repo, function), do: {:ok, function.(repo), []}

  def run(repo, :up, all: true) do
    files = repo.config()[:otp_app] |> Application.app_dir("priv/repo/migrations/*.exs") |> Path.wildcard()
    for file <- files, {version, _} = file |> Path.basename() |> Integer.parse(), do: repo.ask("migrate #{version}")
  end
end
