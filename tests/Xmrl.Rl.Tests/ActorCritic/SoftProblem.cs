using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.ActorCritic;

namespace Xmrl.Rl.Tests.ActorCritic;

/// <summary>Small networks with random parameters, and random samples.</summary>
internal sealed class SoftProblem
{
    public const int Batch = 7;
    private const int O = 3;
    private const int A = 2;
    private const int L = 2;

    private readonly Dictionary<string, Real[]> _inputs = [];
    private readonly RandomKey _key;

    public SoftProblem(SoftUpdate update, ulong seed = 1)
    {
        _key = RandomKey.FromSeed(seed);
        Networks = new SoftNetworks(O, A, L, [5, 4], update);
        Parameters = Draw(0, Networks.End, 0.7);
        Targets = Draw(1, Networks.End, 0.7);
        Latent = Draw(2, L, 1);
        foreach ((int i, (string name, int rows)) in new[]
            { ("o", O), ("a", A), ("r", 1), ("next", O), ("target", A), ("policy", A) }.Index())
        {
            _inputs[name] = Draw(10 + i, rows * Batch, 0.8);
        }

        _inputs["c"] = [1, 1, 0, 1, 1, 0, 1];
    }

    public SoftNetworks Networks { get; }

    public Real[] Parameters { get; }

    public Real[] Targets { get; }

    public Real[] Latent { get; }

    public double Temperature { get; init; } = 0.6;

    public Real[] this[string input]
    {
        get => _inputs[input];
        set => _inputs[input] = value;
    }

    public SoftSamples Samples => new()
    {
        Observations = Matrix("o"),
        Actions = Matrix("a"),
        Rewards = Matrix("r"),
        Continuations = Matrix("c"),
        Next = Matrix("next"),
        TargetNoise = Matrix("target"),
        PolicyNoise = Matrix("policy"),
        Latent = Latent,
        Temperature = Temperature,
    };

    /// <summary>Central difference of a value with respect to one number.</summary>
    public static double Difference(Real[] vector, int at, Func<double> value)
    {
        // Small enough to stay on one side of every kink of these seeds, large enough for the rounding of the values.
        double step = sizeof(Real) == 8 ? 1e-6 : 3e-3;
        Real kept = vector[at];
        vector[at] = (Real)(kept + step);
        double high = value();
        double up = vector[at];
        vector[at] = (Real)(kept - step);
        double low = value();
        double width = up - vector[at];
        vector[at] = kept;
        return (high - low) / width;
    }

    private ConstMatrix Matrix(string name) => new(_inputs[name], _inputs[name].Length / Batch, Batch);

    private Real[] Draw(int child, int length, double scale)
    {
        var values = new Real[length];
        _key.Derive(child).FillNormal(0, values);
        return [.. values.Select(value => (Real)(scale * value))];
    }
}
