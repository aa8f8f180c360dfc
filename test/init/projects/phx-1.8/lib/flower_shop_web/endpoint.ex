defmodule FlowerShopWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :flower_shop

  socket "/live", Phoenix.LiveView.Socket, websocket: true, longpoll: true
  plug FlowerShopWeb.Router
end
