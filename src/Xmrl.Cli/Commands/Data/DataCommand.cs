using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Xmrl.Cli.Rendering;
using Xmrl.Environments.Stock;
using Xmrl.Numerics.Validation;
using Xmrl.Offline.Data;
using Xmrl.Training.Configuration;
using Xmrl.Training.MarketData;
using Xmrl.Training.Settings;

namespace Xmrl.Cli.Commands.Data;

/// <summary>data: looks at a price file before anything is trained on it, and makes and looks at data sets of stored episodes.</summary>
internal sealed class DataCommand(CommandContext context, GlobalOptions global)
{
    private const int ShownFindings = 20;

    internal void AddTo(RootCommand root, Dictionary<Command, string[]> examples)
    {
        var command = new Command(
            "data",
            "Look at a file of daily prices: date, tic, open, high, low, close, volume; CSV, also with gzip. Make and look at data sets of "
                + "stored episodes.");
        root.Add(command);
        if (!context.Asks(command.Name))
        {
            return;
        }

        Command check = Check();
        Command describe = Describe();
        Command features = Features();
        command.Add(check);
        command.Add(describe);
        command.Add(features);
        new OfflineDataCommand(context, global).AddTo(command, examples);
        examples[command] =
        [
            "data check prices.csv.gz", "data describe prices.csv.gz", "data collect bandit --out data/bandit",
        ];
        examples[check] =
        [
            "data check prices.csv.gz", "data check prices.csv --from 2020-01-01 --to 2020-12-31", "data check data/bandit --json",
        ];
        examples[describe] =
        [
            "data describe prices.csv.gz", "data describe data/bandit", "data describe prices.csv --from 2020-01-01 --to 2020-12-31",
        ];
        examples[features] = ["data features prices.csv.gz --out features.csv", "data features"];
    }

    private Command Check()
    {
        var path = new Argument<string>("csv") { Description = "Price file, or folder of a data set." };
        (Option<string> from, Option<string> to) = Period();
        var command = new Command(
            "check",
            "Report tickers, range, missing days, gaps, days without a movement, duplicates, prices that are not positive, jumps and "
                + "contradictions; a bad line is named with its column. "
            + "Training decides by the same rule. Exit code 1 if the file cannot be used for the period. Of a data set: every number of "
                + "every file.")
        {
            path, from, to,
        };
        command.SetAction(parsed =>
        {
            if (OfflineDataSet.IsOne(parsed.GetRequiredValue(path)))
            {
                return OfflineDataCommand.Check(new Invocation(parsed, context, global), parsed.GetRequiredValue(path));
            }

            MarketSettings settings = Settings(parsed.GetRequiredValue(path), parsed.GetRequiredValue(from), parsed.GetRequiredValue(to));
            PriceFile file = PriceFile.Read(settings.Data!);
            PriceReview review = MarketFactory.Review(file, settings);
            PriceAudit audit = review.Audit;
            string? problem = review.Problem;
            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Result(context.Output, "data-check", new
                {
                    file = file.Path,
                    sha256 = file.Sha256,
                    usable = problem is null,
                    problem,
                    warnings = review.Warnings,
                    audit.Rows,
                    audit.First,
                    audit.Last,
                    audit.Days,
                    tickers = audit.Tickers.Select(static ticker => new { ticker.Ticker, ticker.Days, ticker.First, ticker.Last }),
                    faults = file.Faults,
                    missingDays = audit.MissingDays.Select(static missing => new { missing.Ticker, missing.Date }),
                    audit.JudgedRows,
                    audit.JudgedFrom,
                    audit.JudgedTo,
                    audit.Gaps,
                    audit.UnmovedDays,
                    audit.Jumps,
                    audit.InconsistentLines,
                }, problem is null ? ExitCode.Ok : ExitCode.Failed);
            }
            else
            {
                Print(file, review);
            }

            return problem is null ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private Command Describe()
    {
        Argument<string?> path = OptionalFile("Price file, or folder of a data set");
        (Option<string> from, Option<string> to) = Period();
        var command = new Command(
            "describe",
            "Prices per ticker, turbulence in the trading period, and on how many of its days each threshold binds. Of a data set: tasks, "
                + "steps and mean returns of its first, middle and last thirds.")
        {
            path, from, to,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(path) is { } folder && OfflineDataSet.IsOne(folder))
            {
                return OfflineDataCommand.Describe(new Invocation(parsed, context, global), folder);
            }

            (StockMarket market, ImmutableArray<string> warnings) = Market(
                parsed.GetValue(path), parsed.GetRequiredValue(from), parsed.GetRequiredValue(to));
            ThresholdCount[] counts = [.. ThresholdCount.Count(market, 30, 35, 40, 45, 46, 47, 48, 49, 50, 55, 60, 80, 100)];
            double[] turbulence = [.. market.Turbulence[..^1].ToArray().Order()];
            TickerSummary[] tickers = [.. Enumerable.Range(0, market.Tickers.Length).Select(i => Summary(market, i))];
            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Result(
                    context.Output, "data-describe",
                    new
                    {
                        warnings,
                        market.Tickers,
                        first = market.Dates[0],
                        last = market.Dates[^1],
                        days = market.Dates.Length,
                        prices = tickers,
                        turbulence = turbulence,
                        thresholds = counts,
                    });
                return ExitCode.Ok;
            }

            context.Output.WriteLine(
                Text($"{market.Tickers.Length} tickers, {market.Dates.Length} trading days from {market.Dates[0]:yyyy-MM-dd} ")
                + Text($"to {market.Dates[^1]:yyyy-MM-dd}; decisions on all but the last."));
            context.Output.WriteLine();
            TextTable.Write(
                context.Output, ["Ticker", "Lowest", "Highest", "Return", "Volatility"], [.. tickers.Select(static ticker => (string[])
            [
                ticker.Ticker, Text($"{ticker.LowestClose:f2}"), Text($"{ticker.HighestClose:f2}"),
                Text($"{ticker.TotalReturn:+0.0 %;-0.0 %}"), Text($"{ticker.YearlyVolatility:p1}"),
            ])]);
            context.Output.WriteLine();
            context.Output.WriteLine(
                Text($"Turbulence: least {turbulence[0]:f1}, median {turbulence[turbulence.Length / 2]:f1}, ")
                + Text($"90 % below {turbulence[turbulence.Length * 9 / 10]:f1}, greatest {turbulence[^1]:f1}."));
            TextTable.Write(context.Output, ["Threshold", "Binds on days", "Of", "Share"], [.. counts.Select(static count => (string[])
            [
                Text($"{count.Threshold:f0}"), Text($"{count.Days}"), Text($"{count.Of}"), Text($"{(double)count.Days / count.Of:p1}"),
            ])]);
            int between = counts.First(static count => count.Threshold == 45).Days
                - counts.First(static count => count.Threshold == 50).Days;
            context.Output.WriteLine(
                Text($"Tasks draw their threshold from 45 to 50: {between} day(s) lie between, and only on these do tasks differ."));
            return ExitCode.Ok;
        });
        return command;
    }

    private Command Features()
    {
        Argument<string?> path = OptionalFile("Price file");
        (Option<string> from, Option<string> to) = Period();
        var target = new Option<string?>("--out") { HelpName = "file", Description = "CSV file to write; left out: the output." };
        var command = new Command(
            "features",
            "Write what Stock-v1 observes of the market: close, indicators and turbulence per day and ticker, as CSV.")
        {
            path, from, to, target,
        };
        command.SetAction(parsed =>
        {
            (StockMarket market, _) = Market(parsed.GetValue(path), parsed.GetRequiredValue(from), parsed.GetRequiredValue(to));
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

    private static Argument<string?> OptionalFile(string what)
        => new("csv") { Description = $"{what}; left out: the generated market.", Arity = ArgumentArity.ZeroOrOne };

    private static (Option<string> From, Option<string> To) Period() =>
    (
        new Option<string>("--from")
        {
            HelpName = "date",
            Description = "First day of trading.",
            DefaultValueFactory = static _ => new MarketSettings().FirstDay,
        },
        new Option<string>("--to")
        {
            HelpName = "date",
            Description = "Last day, on which the account is valued.",
            DefaultValueFactory = static _ => new MarketSettings().LastDay,
        });

    private static MarketSettings Settings(string? path, string from, string to)
    {
        var settings = new MarketSettings { Data = path, FirstDay = from, LastDay = to };
        foreach (ValidationError error in settings.Validate())
        {
            string name = error.Path switch
            {
                nameof(MarketSettings.FirstDay) => "--from",
                nameof(MarketSettings.LastDay) => "--to",
                _ => "csv",
            };
            throw new ConfigurationException($"{name} is {error.Found}; expected {error.Expected}.");
        }

        return settings;
    }

    /// <summary>The market, and what is doubtful about its prices, which is also printed.</summary>
    private (StockMarket Market, ImmutableArray<string> Warnings) Market(string? path, string from, string to)
    {
        MarketSettings settings = Settings(path, from, to);
        PriceReview? review = MarketFactory.Review(settings);
        ImmutableArray<string> warnings = review?.Warnings ?? [];
        StockMarket market = review?.Market ?? MarketFactory.Family(settings).Market;
        foreach (string warning in warnings)
        {
            context.Error.WriteLine("Warning: " + warning);
        }

        return (market, warnings);
    }

    private static TickerSummary Summary(StockMarket market, int ticker) =>
        TickerSummary.Of(
            market.Tickers[ticker], [.. market.Dates],
            [.. Enumerable.Range(0, market.Dates.Length).Select(t => (double)market.Prices(t)[ticker])]);

    private void Print(PriceFile file, PriceReview review)
    {
        PriceAudit audit = review.Audit;
        TextWriter output = context.Output;
        output.WriteLine(
            Text($"{audit.Rows} lines, {audit.Tickers.Length} tickers, ")
            + Text($"{audit.Days} days from {audit.First:yyyy-MM-dd} to {audit.Last:yyyy-MM-dd}"));
        output.WriteLine($"SHA-256 {file.Sha256}");
        output.WriteLine("Tickers: " + string.Join(", ", audit.Tickers.Select(static ticker => ticker.Ticker)));
        foreach (TickerSummary late in audit.Tickers.Where(ticker => ticker.First > audit.First || ticker.Last < audit.Last))
        {
            output.WriteLine(Text($"{late.Ticker} has {late.Days} days, from {late.First:yyyy-MM-dd} to {late.Last:yyyy-MM-dd}"));
        }

        List(
            "bad lines, duplicates, prices that are not positive", file.Faults.Select(static fault => fault.ToString()),
            file.Faults.Count == PriceFile.MostFaults ? " or more" : "");
        output.WriteLine(audit.JudgedRows == 0
            ? "The period uses no lines."
            : Text($"In the {audit.JudgedRows} lines from {audit.JudgedFrom:yyyy-MM-dd} to {audit.JudgedTo:yyyy-MM-dd}, ")
                + "which the period uses:");
        List("missing days", audit.MissingDays.Select(static missing => Text($"{missing.Ticker} {missing.Date:yyyy-MM-dd}")));
        List(
            "gaps of more than four days",
            audit.Gaps.Select(static gap => Text($"between {gap.Before:yyyy-MM-dd} and {gap.After:yyyy-MM-dd}: {gap.Weekdays} weekdays")));
        List("days on which no price moved", audit.UnmovedDays.Select(static day => Text($"{day:yyyy-MM-dd}")));
        List("jumps of a close by more than 30 % or as after a split", audit.Jumps.Select(static jump => jump.ToString()));
        List("lines whose low or high contradicts open or close", audit.InconsistentLines.Select(static line => Text($"line {line}")));
        foreach (string warning in review.Warnings)
        {
            output.WriteLine("Warning: " + warning);
        }

        output.WriteLine(review.Problem is { } problem ? $"The file cannot be used: {problem}" : "The file can be used.");

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
