defmodule Billing.Application do
  use Application

  def start(_type, _args) do
    topologies = Application.get_env(:libcluster, :topologies, [])

    children = [
      {Cluster.Supervisor, [topologies, [name: Billing.ClusterSupervisor]]},
      {TelemetryMetricsPrometheus, [metrics: Billing.Metrics.all()]},
      Billing.Repo,
      BillingWeb.Endpoint
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
