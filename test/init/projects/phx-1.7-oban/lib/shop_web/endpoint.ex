defmodule ShopWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :shop

  socket "/live", Phoenix.LiveView.Socket,
    websocket: [connect_info: [session: @session_options]],
    drainer: [shutdown: 20_000]

  plug ShopWeb.Router
end
