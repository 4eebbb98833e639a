using System.CommandLine;
using System.Globalization;
using Xmrl.Cli.Rendering;
using Xmrl.Experiments.Configuration;
using Xmrl.Experiments.MarketData;
using Xmrl.Experiments.Settings;
using Xmrl.Rl.Environments.Stock;

namespace Xmrl.Cli.Commands;

/// <summary>data: looks at a price file before anything is trained on it.</summary>
internal sealed class DataCommand(CommandContext context, GlobalOptions global)
{
    private const int ShownFindings = 20;

    internal void AddTo(RootCommand root, Dictionary<Command, string[]> examples)
    {
        Command check = Check();
        Command describe = Describe();
        Command features = Features();
        var command = new Command("data", "Look at a file of daily prices: date, tic, open, high, low, close, volume; CSV, also with gzip.") { check, describe, features };
        root.Add(command);
        examples[command] = ["data check prices.csv.gz", "data describe prices.csv.gz", "data features prices.csv.gz --out features.csv"];
        examples[check] = ["data check prices.csv.gz", "data check prices.csv --json"];
        examples[describe] = ["data describe prices.csv.gz", "data describe", "data describe prices.csv --from 2020-01-01 --to 2020-12-31"];
        examples[features] = ["data features prices.csv.gz --out features.csv", "data features"];
    }

    private Command Check()
    {
        var path = new Argument<string>("csv") { Description = "Price file." };
        var command = new Command("check", "Report tickers, range, missing days, duplicates, prices that are not positive and suspected splits; a bad line is named with its column. Exit code 1 if the file cannot be used.") { path };
        command.SetAction(parsed =>
        {
            PriceFile file = PriceFile.Read(parsed.GetRequiredValue(path));
            PriceAudit audit = PriceAudit.Of(file);
            string? problem = Problem(file, audit);
            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Write(context.Output, new
                {
                    file = file.Path,
                    sha256 = file.Sha256,
                    usable = problem is null,
                    problem,
                    audit.Rows,
                    audit.First,
                    audit.Last,
                    audit.Days,
                    tickers = audit.Tickers.Select(static ticker => new { ticker.Ticker, ticker.Days, ticker.First, ticker.Last }),
                    faults = file.Faults,
                    missingDays = audit.MissingDays.Select(static missing => new { missing.Ticker, missing.Date }),
                    suspectedSplits = audit.SuspectedSplits.Select(static split => new { split.Ticker, split.Date, split.Ratio }),
                    audit.InconsistentLines,
                });
            }
            else
            {
                Print(file, audit, problem);
            }

            return problem is null ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private Command Describe()
    {
        Argument<string?> path = OptionalFile();
        (Option<string> from, Option<string> to) = Period();
        var command = new Command("describe", "Prices per ticker, turbulence in the trading period, and on how many of its days each threshold binds.") { path, from, to };
        command.SetAction(parsed =>
        {
            StockMarket market = Market(parsed.GetValue(path), parsed.GetRequiredValue(from), parsed.GetRequiredValue(to));
            ThresholdCount[] counts = [.. ThresholdCount.Count(market, 30, 35, 40, 45, 46, 47, 48, 49, 50, 55, 60, 80, 100)];
            double[] turbulence = [.. market.Turbulence[..^1].ToArray().Order()];
            TickerSummary[] tickers = [.. Enumerable.Range(0, market.Tickers.Length).Select(i => Summary(market, i))];
            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Write(context.Output, new { market.Tickers, first = market.Dates[0], last = market.Dates[^1], days = market.Dates.Length, prices = tickers, turbulence = turbulence, thresholds = counts });
                return ExitCode.Ok;
            }

            context.Output.WriteLine(Text($"{market.Tickers.Length} tickers, {market.Dates.Length} trading days from {market.Dates[0]:yyyy-MM-dd} to {market.Dates[^1]:yyyy-MM-dd}; decisions on all but the last."));
            context.Output.WriteLine();
            TextTable.Write(context.Output, ["Ticker", "Lowest", "Highest", "Return", "Volatility"], [.. tickers.Select(static ticker => (string[])
            [
                ticker.Ticker, Text($"{ticker.LowestClose:f2}"), Text($"{ticker.HighestClose:f2}"), Text($"{ticker.TotalReturn:+0.0 %;-0.0 %}"), Text($"{ticker.YearlyVolatility:p1}"),
            ])]);
            context.Output.WriteLine();
            context.Output.WriteLine(Text($"Turbulence: least {turbulence[0]:f1}, median {turbulence[turbulence.Length / 2]:f1}, 90 % below {turbulence[turbulence.Length * 9 / 10]:f1}, greatest {turbulence[^1]:f1}."));
            TextTable.Write(context.Output, ["Threshold", "Binds on days", "Of", "Share"], [.. counts.Select(static count => (string[])
            [
                Text($"{count.Threshold:f0}"), Text($"{count.Days}"), Text($"{count.Of}"), Text($"{(double)count.Days / count.Of:p1}"),
            ])]);
            context.Output.WriteLine(Text($"Tasks draw their threshold from 45 to 50: {counts.First(static count => count.Threshold == 45).Days - counts.First(static count => count.Threshold == 50).Days} day(s) lie between, and only on these do tasks differ."));
            return ExitCode.Ok;
        });
        return command;
    }

    private Command Features()
    {
        Argument<string?> path = OptionalFile();
        (Option<string> from, Option<string> to) = Period();
        var target = new Option<string?>("--out") { HelpName = "file", Description = "CSV file to write; left out: the output." };
        var command = new Command("features", "Write what Stock-v1 observes of the market: close, indicators and turbulence per day and ticker, as CSV.") { path, from, to, target };
        command.SetAction(parsed =>
        {
            StockMarket market = Market(parsed.GetValue(path), parsed.GetRequiredValue(from), parsed.GetRequiredValue(to));
            if (parsed.GetValue(target) is not { } file)
            {
                FeatureTable.Write(market, context.Output);
                return ExitCode.Ok;
            }

            using var writer = new StreamWriter(file);
            FeatureTable.Write(market, writer);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Argument<string?> OptionalFile() => new("csv") { Description = "Price file; left out: the generated market.", Arity = ArgumentArity.ZeroOrOne };

    private static (Option<string> From, Option<string> To) Period() =>
    (
        new Option<string>("--from") { HelpName = "date", Description = "First day of trading.", DefaultValueFactory = static _ => new MarketSettings().FirstDay },
        new Option<string>("--to") { HelpName = "date", Description = "Last day, on which the account is valued.", DefaultValueFactory = static _ => new MarketSettings().LastDay });

    private static StockMarket Market(string? path, string from, string to)
    {
        var settings = new MarketSettings { Data = path, FirstDay = from, LastDay = to };
        foreach (ValidationError error in settings.Validate())
        {
            throw new ConfigurationException($"{(error.Path == nameof(MarketSettings.FirstDay) ? "--from" : "--to")} is {error.Found}; expected {error.Expected}.");
        }

        return MarketFactory.Family(settings).Market;
    }

    private static TickerSummary Summary(StockMarket market, int ticker) =>
        TickerSummary.Of(market.Tickers[ticker], [.. market.Dates], [.. Enumerable.Range(0, market.Dates.Length).Select(t => (double)market.Prices(t)[ticker])]);

    /// <summary>Why the file cannot be traded on, or null.</summary>
    private static string? Problem(PriceFile file, PriceAudit audit)
    {
        try
        {
            file.RequireSound();
            if (audit.Last is { } last)
            {
                _ = PricePanel.Build(file, last);
            }

            return audit.Rows == 0 ? $"{file.Path} has no prices." : null;
        }
        catch (InvalidDataException error)
        {
            return error.Message;
        }
    }

    private void Print(PriceFile file, PriceAudit audit, string? problem)
    {
        TextWriter output = context.Output;
        output.WriteLine(Text($"{audit.Rows} lines, {audit.Tickers.Length} tickers, {audit.Days} days from {audit.First:yyyy-MM-dd} to {audit.Last:yyyy-MM-dd}"));
        output.WriteLine($"SHA-256 {file.Sha256}");
        output.WriteLine("Tickers: " + string.Join(", ", audit.Tickers.Select(static ticker => ticker.Ticker)));
        foreach (TickerSummary late in audit.Tickers.Where(ticker => ticker.First > audit.First || ticker.Last < audit.Last))
        {
            output.WriteLine(Text($"{late.Ticker} has {late.Days} days, from {late.First:yyyy-MM-dd} to {late.Last:yyyy-MM-dd}"));
        }

        List("bad lines, duplicates, prices that are not positive", file.Faults.Select(static fault => fault.ToString()), file.Faults.Count == PriceFile.MostFaults ? " or more" : "");
        List("missing days", audit.MissingDays.Select(static missing => Text($"{missing.Ticker} {missing.Date:yyyy-MM-dd}")));
        List("suspected splits", audit.SuspectedSplits.Select(static split => Text($"{split.Ticker} {split.Date:yyyy-MM-dd}: close × {split.Ratio:f3}")));
        List("lines whose low or high contradicts open or close", audit.InconsistentLines.Select(static line => Text($"line {line}")));
        output.WriteLine(problem is null ? "The file can be used." : $"The file cannot be used: {problem}");

        void List(string what, IEnumerable<string> findings, string more = "")
        {
            string[] all = [.. findings];
            output.WriteLine(Text($"{all.Length}{more} {what}"));
            foreach (string finding in all.Take(ShownFindings))
            {
                output.WriteLine("  " + finding);
            }

            if (all.Length > ShownFindings)
            {
                output.WriteLine(Text($"  and {all.Length - ShownFindings} more (--json lists all)"));
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
