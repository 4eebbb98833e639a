using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Xmrl.Watch.Runs;

namespace Xmrl.Watch.Serving;

/// <summary>Tells open pages which runs have changed, by server-sent events. The folder is looked at while somebody listens.</summary>
/// <param name="board">The runs.</param>
internal sealed class EventFeed(RunBoard board)
{
    /// <summary>Most events that wait for a slow page; older ones are dropped, and the next one says the same.</summary>
    private const int Waiting = 256;

    /// <summary>The server rests at least this many times as long as a look takes.</summary>
    private const double LeastRest = 4;

    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_catchUp = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly HashSet<Channel<string>> _pages = [];
    private TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Looks at the folder again and again, until the server ends.</summary>
    /// <param name="token">Ends it.</param>
    public async Task Run(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            await Somebody().WaitAsync(token);

            long start = Stopwatch.GetTimestamp();
            (IReadOnlyList<string> changed, bool isBehind) = board.Refresh();
            if (changed.Count > 0)
            {
                Tell(changed);
            }

            TimeSpan took = Stopwatch.GetElapsedTime(start);
            TimeSpan rest = isBehind ? s_catchUp : s_period > took * LeastRest ? s_period : took * LeastRest;
            await Task.Delay(rest, token);
        }
    }

    /// <summary>Sends events to a page until it is closed.</summary>
    /// <param name="context">Its request.</param>
    /// <param name="token">Cancelled when the server ends.</param>
    public async Task Send(HttpContext context, CancellationToken token)
    {
        context.Response.ContentType = "text/event-stream";
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, token);
        Channel<string> page = Channel.CreateBounded<string>(
            new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_lock)
        {
            _pages.Add(page);
            _opened.TrySetResult();
        }

        try
        {
            // An address that is reached once more after a break is told of everything at once.
            board.Runs(out long version);
            await Write(context, Event("runs", new { version }), ended.Token);
            await foreach (string text in page.Reader.ReadAllAsync(ended.Token))
            {
                await Write(context, text, ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            lock (_lock)
            {
                _pages.Remove(page);
                if (_pages.Count == 0)
                {
                    _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }
        }
    }

    private static async Task Write(HttpContext context, string text, CancellationToken token)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), token);
        await context.Response.Body.FlushAsync(token);
    }

    private static string Event(string name, object data) => $"event: {name}\ndata: {JsonSerializer.Serialize(data, RowJson.Options)}\n\n";

    private Task Somebody()
    {
        lock (_lock)
        {
            return _opened.Task;
        }
    }

    private void Tell(IReadOnlyList<string> changed)
    {
        board.Runs(out long version);
        string[] events = [Event("runs", new { version }), .. changed.Select(id => Event("run", new { id, version }))];
        lock (_lock)
        {
            foreach (Channel<string> page in _pages)
            {
                foreach (string text in events)
                {
                    page.Writer.TryWrite(text);
                }
            }
        }
    }
}
