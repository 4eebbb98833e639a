using Xmrl.Watch.Serving;

namespace Xmrl.Cli.Commands.Watching;

/// <summary>The page of <c>--watch</c>, served beside a run for as long as it lasts.</summary>
internal sealed class RunWatch : IDisposable
{
    private readonly WatchServer _server;

    private RunWatch(WatchServer server) => _server = server;

    /// <summary>Starts to serve, and says where. The run goes on where that is not possible.</summary>
    /// <param name="context">Receives the address, on rank 0.</param>
    /// <param name="isWanted">Whether the page is asked for.</param>
    /// <param name="folder">Folder that the run is in.</param>
    /// <returns>Ends the page when disposed; null where there is none.</returns>
    public static RunWatch? Open(CommandContext context, bool isWanted, string? folder)
    {
        if (!isWanted || context.Processes.Rank > 0)
        {
            return null;
        }

        try
        {
            var options = new WatchOptions { Folder = folder is { Length: > 0 } ? folder : ".", Program = context.Program };
            WatchServer server = WatchServer.StartAsync(options, context.Token).GetAwaiter().GetResult();
            context.Error.WriteLine($"Watch it at {server.Address}");
            return new RunWatch(server);
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            context.Error.WriteLine($"There is no page to watch: {error.Message}");
            return null;
        }
    }

    /// <summary>Ends the page.</summary>
    public void Dispose() => _server.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
