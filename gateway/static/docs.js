// Swagger UI from this server; no request leaves it.
SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#docs", validatorUrl: null });
