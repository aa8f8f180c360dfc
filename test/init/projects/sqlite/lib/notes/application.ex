defmodule Notes.Application do
  use Application

  def start(_type, _args) do
    children = [
      Notes.Repo,
      {Ecto.Migrator, repos: Application.fetch_env!(:notes, :ecto_repos), skip: skip_migrations?()},
      {DNSCluster, query: Application.get_env(:notes, :dns_cluster_query) || :ignore},
      NotesWeb.Endpoint
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end

  defp skip_migrations?, do: System.get_env("RELEASE_NAME") == nil
end
