using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using Xmrl.Cli.Commands.Options;
using Xmrl.Cli.Rendering;
using Xmrl.Training.Configuration;
using Xmrl.Watch.Serving;

namespace Xmrl.Cli.Commands.Watching;

/// <summary>watch: the runs below a folder in a browser, while they go on.</summary>
internal static class WatchCommand
{
    private const int LastPort = 65_535;
    private const int TokenBytes = 16;

    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var folder = new Argument<string?>("folder")
        {
            Description = "Where to look, also in folders below; left out: the folder runs.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(
            "watch",
            "Show runs in a browser while they go on: list, curves, tasks, results, comparison. Reads the runs' files alone, from this "
                + "machine unless --listen is given; a run never waits for the page.")
        {
            folder,
        };
        root.Add(command);
        if (!context.Asks(command.Name))
        {
            return;
        }

        Option<int?> port = RunOptions.WholeOrNull(
            "--port", 0, LastPort, $"Port; 0: any free one. Left out: {WatchOptions.FirstPort}, or the next free one.");
        var listen = new Option<string?>("--listen")
        {
            HelpName = "address",
            Description = "Address of this machine that others may reach, such as 0.0.0.0; the printed address then holds a token. What is "
                + "sent is not encrypted.",
        };
        command.Add(port);
        command.Add(listen);
        command.SetAction(parsed =>
        {
            string where = parsed.GetValue(folder) ?? context.RunsFolder;
            if (File.Exists(where))
            {
                throw new ConfigurationException($"{where} is a file; a folder with runs is expected.");
            }

            IPAddress? address = parsed.GetValue(listen) is { } word ? Address(word) : null;
            var options = new WatchOptions
            {
                Folder = where,
                Port = parsed.GetValue(port),
                Listen = address,
                Token = address is null ? null : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)),
                Program = context.Program,
                Time = context.Time,
            };
            return Serve(context, options, parsed.GetValue(global.Json)).GetAwaiter().GetResult();
        });
        examples[command] = ["watch", "watch runs/sweep --port 8000", "watch --listen 0.0.0.0"];
    }

    private static async Task<int> Serve(CommandContext context, WatchOptions options, bool json)
    {
        await using WatchServer server = await WatchServer.StartAsync(options, context.Token).ConfigureAwait(false);
        if (json)
        {
            JsonOutput.Result(context.Output, "watch", new { address = server.Address, folder = Path.GetFullPath(options.Folder) });
        }
        else
        {
            context.Output.WriteLine($"The runs in {options.Folder} are at {server.Address} (Ctrl-C ends).");
        }

        context.Output.Flush();
        await Task.Delay(Timeout.Infinite, context.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Token.ThrowIfCancellationRequested();
        return ExitCode.Ok;
    }

    private static IPAddress Address(string word)
        => IPAddress.TryParse(word, out IPAddress? address)
            ? address
            : throw new ConfigurationException($"--listen is {word}; an address such as 0.0.0.0 or 192.168.1.5 is expected.");
}
