defmodule LedgerWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :ledger

  socket "/socket", LedgerWeb.UserSocket, websocket: [timeout: 45_000]
end
