using System.Net;
using System.Net.Sockets;

namespace BookRecs.Cli.Tests.Support;

/// <summary>A service that answers what a test tells it, request by request.</summary>
internal sealed class FakeService : IDisposable
{
    private readonly HttpListener _listener = new();

    public FakeService(Func<HttpListenerRequest, (int Status, string Body)> answer)
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(Url);
        _listener.Start();
        _ = AnswerAsync(answer);
    }

    public string Url { get; }

    public void Dispose() => _listener.Close();

    private async Task AnswerAsync(Func<HttpListenerRequest, (int Status, string Body)> answer)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var (status, body) = answer(context.Request);
            context.Response.StatusCode = status;
            context.Response.ContentType = status < 400 ? "application/json" : "application/problem+json";
            await context.Response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
    }
}
