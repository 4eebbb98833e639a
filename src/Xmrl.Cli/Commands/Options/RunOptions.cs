using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using Xmrl.Training.Loop;

namespace Xmrl.Cli.Commands.Options;

/// <summary>Options of the commands that start a run.</summary>
/// <param name="threads">Threads where the user names no number.</param>
internal sealed class RunOptions(int threads)
{
    private const int MostSeconds = 1_000_000;

    internal Option<ulong> Seed { get; } = Whole<ulong>("--seed", 1, 0, "Seed of everything random; same seed, same bits.");

    internal Option<string?> Out { get; } =
        new("--out") { HelpName = "folder", Description = "Run directory, new or empty. Left out: a new folder under runs." };

    internal Option<int> Threads { get; } = ThreadsOf(threads);

    internal Option<double> SaveEvery { get; } = Seconds();

    internal Option<bool> Quick { get; } = new("--quick") { Description = "A short variant that shows the whole way in little time." };

    internal Option<string?> Config { get; } =
        new("--config") { HelpName = "file", Description = "YAML file instead of the built-in configuration." };

    internal Option<string[]> Set { get; } = new("--set")
    {
        HelpName = "key=value",
        Description = "Change one value of the configuration; may be repeated.",
        Arity = ArgumentArity.OneOrMore,
    };

    internal Option<string?> Data { get; } = new("--data")
    {
        HelpName = "path",
        Description = "Price file (CSV) of the stock experiment, left out: the generated market; or folder of a data set for an offline "
            + "learner, which then has its tasks.",
    };

    internal Option<bool> Force { get; } = new("--force")
    {
        Description = "Move an existing run aside instead of refusing.",
    };

    internal Option<bool> Watch { get; } = WatchOption();

    internal void AddTo(Command command)
    {
        Option[] all = [Seed, Out, Threads, SaveEvery, Quick, Config, Set, Data, Force, Watch];
        foreach (Option option in all)
        {
            command.Add(option);
        }
    }

    /// <summary>The option for a page beside the run.</summary>
    internal static Option<bool> WatchOption()
        => new("--watch") { Description = "Show the run in a browser while it goes on (see watch)." };

    internal static Option<int> ThreadsOf(int threads)
        => Whole("--threads", threads, 1, "Threads per process; results do not depend on it.");

    /// <summary>The option for the time between two checkpoints.</summary>
    internal static Option<double> Seconds() => new("--save-every")
    {
        HelpName = "seconds",
        Description =
            "Seconds between two checkpoints; 0: after every iteration.",
        DefaultValueFactory = _ => TrainingLoop.DefaultSaveEvery.TotalSeconds,
        CustomParser = result =>
        {
            Token? token = result.Tokens.Count > 0 ? result.Tokens[0] : null;
            if (double.TryParse(token?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && value >= 0
                && value <= MostSeconds)
            {
                return value;
            }

            result.AddError($"--save-every is {token?.Value}; expected seconds from 0 to {MostSeconds}");
            return default;
        },
    };

    /// <summary>An option for a whole number with a sentence of its own for anything else.</summary>
    internal static Option<T> Whole<T>(string name, T byDefault, T least, string description)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => new(name)
        {
            HelpName = "number",
            Description = description,
            DefaultValueFactory = _ => byDefault,
            CustomParser = result =>
            {
                Token? token = result.Tokens.Count > 0 ? result.Tokens[0] : null;
                if (T.TryParse(token?.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T value) && value >= least)
                {
                    return value;
                }

                result.AddError($"{name} is {token?.Value}; expected a whole number from {least} to {T.MaxValue}");
                return default;
            },
        };

    /// <summary>As <see cref="Whole{T}"/>, with null where the option is left out, and an upper limit.</summary>
    internal static Option<int?> WholeOrNull(string name, int least, int most, string description) => new(name)
    {
        HelpName = "number",
        Description = description,
        CustomParser = result =>
        {
            Token? token = result.Tokens.Count > 0 ? result.Tokens[0] : null;
            if (int.TryParse(token?.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
                && value >= least
                && value <= most)
            {
                return value;
            }

            result.AddError($"{name} is {token?.Value}; expected a whole number from {least} to {most}");
            return null;
        },
    };
}
