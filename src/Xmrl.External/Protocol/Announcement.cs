using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Xmrl.Rl.Environments;

namespace Xmrl.External.Protocol;

/// <summary>What a program says of its environment in answer to <see cref="FrameKind.Hello"/>.</summary>
internal sealed partial record Announcement
{
    private const int MostParameters = 256;
    private const int LongestHorizon = 1_000_000;

    [Flags]
    private enum Ability : byte
    {
        None = 0,
        Success = 1,
        SampleTask = 2,
        States = 4,
    }

    /// <summary>Sizes, horizon and names.</summary>
    public required EnvironmentSpec Spec { get; init; }

    /// <summary>Reads observations.</summary>
    public required ObservationCodec Observations { get; init; }

    /// <summary>Writes actions.</summary>
    public required ActionCodec Actions { get; init; }

    /// <summary>Whether the program draws tasks; if not, they are uniform over the ranges.</summary>
    public bool SamplesTasks { get; init; }

    /// <summary>Doubles of a state; 0 where states can be neither read nor set.</summary>
    public int StateSize { get; init; }

    /// <summary>Reads an announcement. Layout: docs/external-environments.md, hello.</summary>
    /// <param name="payload">Any bytes.</param>
    /// <returns>An announcement that can be used.</returns>
    /// <exception cref="ProtocolException">It is not whole, or says something that cannot be used.</exception>
    public static Announcement Read(ReadOnlySpan<byte> payload)
    {
        PayloadReader reader = new(payload);
        string id = reader.Text("its name");
        if (!IdPattern().IsMatch(id))
        {
            throw new ProtocolException($"announces the name '{id}'; letters and digits with a version expected, such as CartPole-v1");
        }

        string reward = reader.Text("its reward version");
        int horizon = reader.Integer("a horizon", 1, LongestHorizon);
        byte abilities = reader.Byte("its abilities");
        if (abilities > (byte)(Ability.Success | Ability.SampleTask | Ability.States))
        {
            throw new ProtocolException($"announces abilities 0x{abilities:X2}; 1 (success), 2 (sampleTask) and 4 (states) are known");
        }

        var able = (Ability)abilities;
        int stateSize = reader.Integer("a size of states", 0, Space.LargestSize);
        if (able.HasFlag(Ability.States) != (stateSize > 0))
        {
            throw new ProtocolException(
                $"announces states of {stateSize} numbers {(stateSize > 0 ? "without" : "with")} the ability to read and set them");
        }

        (ImmutableArray<string> names, ImmutableArray<ParameterRange> ranges) = Parameters(ref reader);
        var observations = new ObservationCodec(Space.Read(ref reader, "observations"));
        var actions = new ActionCodec(Space.Read(ref reader, "actions"));
        (ImmutableArray<double> centre, ImmutableArray<double> scale) = Normalisation(ref reader, observations);
        if (reader.Left > 0)
        {
            throw new ProtocolException($"sent an announcement with {reader.Left} bytes too many");
        }

        return new Announcement
        {
            Spec = new EnvironmentSpec
            {
                Id = id,
                RewardVersion = reward,
                ObservationSize = observations.Size,
                ActionSize = actions.Size,
                ActionChoices = actions.Choices,
                Horizon = horizon,
                TaskParameterNames = names,
                TaskParameterRanges = ranges,
                ObservationCentre = centre,
                ObservationScale = scale,
                HasSuccess = able.HasFlag(Ability.Success),
                ScoreName = able.HasFlag(Ability.Success) ? "success rate" : "return",
            },
            Observations = observations,
            Actions = actions,
            SamplesTasks = able.HasFlag(Ability.SampleTask),
            StateSize = stateSize,
        };
    }

    private static (ImmutableArray<string> Names, ImmutableArray<ParameterRange> Ranges) Parameters(ref PayloadReader reader)
    {
        int count = reader.Short("the number of task parameters");
        if (count is 0 or > MostParameters)
        {
            throw new ProtocolException(
                $"announces {count} task parameters; 1 to {MostParameters} expected, as tasks differ in nothing else");
        }

        string[] names = new string[count];
        var ranges = new ParameterRange[count];
        for (int i = 0; i < count; i++)
        {
            names[i] = reader.Text("the name of a task parameter");
            ranges[i] = new ParameterRange(reader.Finite($"a lower end of {names[i]}"), reader.Finite($"an upper end of {names[i]}"));
            if (ranges[i].Low > ranges[i].High)
            {
                throw new ProtocolException(
                    $"announces {names[i]} between {ranges[i].Low} and {ranges[i].High}; the lower end must not be above the upper");
            }
        }

        return names.Distinct(StringComparer.Ordinal).Count() == count
            ? ([.. names], [.. ranges])
            : throw new ProtocolException($"announces a task parameter twice: {string.Join(", ", names)}");
    }

    private static (ImmutableArray<double> Centre, ImmutableArray<double> Scale) Normalisation(
        ref PayloadReader reader, ObservationCodec observations)
    {
        byte has = reader.Byte("whether it normalises observations");
        if (has == 0)
        {
            return (observations.Centre, observations.Scale);
        }

        if (has != 1 || reader.Left < 2 * sizeof(double) * observations.Size)
        {
            throw new ProtocolException(
                $"announces a normalisation that is not {observations.Size} centres and as many scales after the number 1");
        }

        double[] centre = new double[observations.Size];
        double[] scale = new double[observations.Size];
        foreach (ref double value in centre.AsSpan())
        {
            value = reader.Finite("a centre of observations");
        }

        foreach (ref double value in scale.AsSpan())
        {
            value = reader.Finite("a scale of observations");
            if (value == 0)
            {
                throw new ProtocolException("announces a scale of observations of 0");
            }
        }

        return ([.. centre], [.. scale]);
    }

    [GeneratedRegex("^[A-Za-z0-9]{1,100}-v[0-9]{1,9}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
