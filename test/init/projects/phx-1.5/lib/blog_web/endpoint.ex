defmodule BlogWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :blog

  socket "/socket", BlogWeb.UserSocket, websocket: true, longpoll: false

  plug Plug.RequestId
  plug BlogWeb.Router
end
