defmodule ShopWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :shop

  socket "/live", Phoenix.LiveView.Socket, websocket: true, longpoll: true
  plug ShopWeb.Router
end
