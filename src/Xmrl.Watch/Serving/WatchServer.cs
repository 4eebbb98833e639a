using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Xmrl.Watch.Runs;

namespace Xmrl.Watch.Serving;

/// <summary>Serves the runs below a folder to a browser, for reading alone. Nothing that a client sends is part of a path: runs are found
/// by the names that the server listed.</summary>
internal sealed class WatchServer : IAsyncDisposable
{
    /// <summary>Ports after the first that are tried where none is named.</summary>
    private const int MorePorts = 20;

    private const int LeastToken = 32;

    private readonly WebApplication _application;
    private readonly CancellationTokenSource _end;
    private readonly Task _looking;
    private bool _isDisposed;

    private WatchServer(WebApplication application, Uri address, CancellationTokenSource end, Task looking)
        => (_application, Address, _end, _looking) = (application, address, end, looking);

    /// <summary>Where the page is, with the token where one is asked for.</summary>
    public Uri Address { get; }

    /// <summary>Starts to serve.</summary>
    /// <param name="options">What and where.</param>
    /// <param name="token">Cancels the start.</param>
    /// <returns>The server, which serves until it is disposed.</returns>
    /// <exception cref="ArgumentException">Others may reach the server, and there is no token, or a short one.</exception>
    /// <exception cref="IOException">The port is taken; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The page was not built into this program.</exception>
    public static async Task<WatchServer> StartAsync(WatchOptions options, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Listen is not null && options.Token is not { Length: >= LeastToken })
        {
            throw new ArgumentException($"A server that others reach needs a token of at least {LeastToken} characters.", nameof(options));
        }

        WatchPage page = WatchPage.Built();
        int first = options.Port ?? WatchOptions.FirstPort;
        for (int port = first; ; port++)
        {
            try
            {
                return await StartAsync(options, page, port, token);
            }
            catch (IOException error) when (IsTaken(error))
            {
                if (options.Port is not null || port == first + MorePorts)
                {
                    throw new IOException($"Port {port} of this machine is taken. Name another one with --port.", error);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _end.CancelAsync();
        await _application.DisposeAsync();
        await _looking.ContinueWith(static _ => { }, TaskScheduler.Default);
        _end.Dispose();
    }

    private static async Task<WatchServer> StartAsync(WatchOptions options, WatchPage page, int port, CancellationToken token)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.Listen ?? IPAddress.Loopback, port);
        });
        WebApplication application = builder.Build();
        var end = new CancellationTokenSource();
        var guard = new RequestGuard(options.Token);
        var board = new RunBoard(options.Folder, options.Program, options.Time);
        var feed = new EventFeed(board);
        var site = new WatchSite(page, board, feed, end.Token);
        application.Use(next => context => guard.Check(context, next));
        application.Run(site.Answer);
        try
        {
            await application.StartAsync(token);
        }
        catch
        {
            await application.DisposeAsync();
            end.Dispose();
            throw;
        }

        string bound = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .First();
        int found = new Uri(bound).Port;
        guard.Allow(found);
        string host = options.Listen is { } open && !open.Equals(IPAddress.Any) && !open.Equals(IPAddress.IPv6Any)
            ? new IPEndPoint(open, found).ToString()
            : $"127.0.0.1:{found}";
        var address = new Uri($"http://{host}/{(guard.Token is { } word ? $"?token={word}" : "")}");
        return new WatchServer(application, address, end, Task.Run(() => feed.Run(end.Token), CancellationToken.None));
    }

    private static bool IsTaken(IOException error)
        => error.InnerException is { } inner
            && (inner is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
                || inner.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse });
}
