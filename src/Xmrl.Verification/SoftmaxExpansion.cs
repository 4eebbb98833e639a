using Xmrl.Numerics.Randomness;

namespace Xmrl.Verification;

/// <summary>F(x) = ln π(a|s̄)·A(s̄, a) with s̄ = (1 − x)s + x·s′, ln π linear-softmax in the state and A quadratic in it, against its
/// expansion to second order.</summary>
internal sealed class SoftmaxExpansion
{
    private const int States = 2;
    private const int Actions = 3;

    private readonly double[] _theta;
    private readonly double[] _constant;
    private readonly double[] _linear;
    private readonly double[] _quadratic;
    private readonly (double[] First, double[] Second)[] _pairs;

    /// <summary>Draws a policy, an advantage and pairs of states.</summary>
    public SoftmaxExpansion(RandomKey key, int pairs)
    {
        _theta = Normals(key.Derive(1), Actions * States);
        _constant = Normals(key.Derive(2), Actions);
        _linear = Normals(key.Derive(3), Actions * States);
        _quadratic = Normals(key.Derive(4), Actions * States);
        _pairs =
        [
            .. Enumerable.Range(0, pairs).Select(i => (Normals(key.Derive(100 + i), States), Normals(key.Derive(10_000 + i), States))),
        ];
    }

    /// <summary>E[F(x)] − E[F(0) + F′(0)x + ½F″(0)x²] for x = width·|z| on a few quantiles of z.</summary>
    public double Error(double width)
    {
        double sum = 0;
        foreach (double z in (double[])[0.13, 0.4, 0.67, 1.15, 1.96])
        {
            double x = width * z;
            sum += Mean((first, second, action) => Value(first, second, action, x) - Value(first, second, action, 0)
                - (x * Slope(first, second, action)) - (0.5 * x * x * Curvature(first, second, action)));
        }

        return sum / 5;
    }

    /// <summary>E[½F″(0)].</summary>
    public double QuadraticTerm() => Mean((first, second, action) => 0.5 * Curvature(first, second, action));

    private static double[] Normals(RandomKey key, int count) => [.. Enumerable.Range(0, count).Select(i => key.Normal((ulong)i))];

    private double Mean(Func<double[], double[], int, double> term)
        => _pairs.Average(pair =>
        {
            double[] policy = Policy(pair.First);
            return Enumerable.Range(0, Actions).Sum(action => policy[action] * term(pair.First, pair.Second, action));
        });

    private double[] Policy(double[] state)
    {
        double[] weights =
            [
                .. Enumerable.Range(0, Actions)
                .Select(a => Math.Exp(Enumerable.Range(0, States).Sum(d => _theta[(a * States) + d] * state[d]))),
            ];
        return [.. weights.Select(weight => weight / weights.Sum())];
    }

    private double Advantage(double[] state, int action)
        => _constant[action] + Enumerable.Range(0, States)
            .Sum(d => (_linear[(action * States) + d] * state[d]) + (_quadratic[(action * States) + d] * state[d] * state[d]));

    private double Value(double[] first, double[] second, int action, double x)
    {
        double[] mixed = [.. first.Zip(second, (s, t) => ((1 - x) * s) + (x * t))];
        return Math.Log(Policy(mixed)[action]) * Advantage(mixed, action);
    }

    /// <summary>Equation (15): [∇ln π·A + ln π·∇A]·(s′ − s).</summary>
    private double Slope(double[] s, double[] t, int action)
        => (LogSlope(s, t, action) * Advantage(s, action)) + (Math.Log(Policy(s)[action]) * AdvantageSlope(s, t, action));

    /// <summary>Equation (16): (s′ − s)ᵀ[∇²ln π·A + 2∇ln π∇Aᵀ + ln π·∇²A](s′ − s).</summary>
    private double Curvature(double[] s, double[] t, int action)
    {
        double[] policy = Policy(s);
        double[] along = [.. Enumerable.Range(0, Actions).Select(a => Along(_theta, a, s, t))];
        double mean = policy.Zip(along, (p, x) => p * x).Sum();
        double variance = policy.Zip(along, (p, x) => p * (x - mean) * (x - mean)).Sum();
        double advantageCurvature = Enumerable.Range(0, States)
            .Sum(d => 2 * _quadratic[(action * States) + d] * (t[d] - s[d]) * (t[d] - s[d]));
        return (-variance * Advantage(s, action))
            + (2 * LogSlope(s, t, action) * AdvantageSlope(s, t, action))
            + (Math.Log(policy[action]) * advantageCurvature);
    }

    private double LogSlope(double[] s, double[] t, int action)
    {
        double[] policy = Policy(s);
        return Along(_theta, action, s, t) - Enumerable.Range(0, Actions).Sum(a => policy[a] * Along(_theta, a, s, t));
    }

    private double AdvantageSlope(double[] s, double[] t, int action)
        => Along(_linear, action, s, t) + Enumerable.Range(0, States)
            .Sum(d => 2 * _quadratic[(action * States) + d] * s[d] * (t[d] - s[d]));

    private static double Along(double[] rows, int action, double[] s, double[] t)
        => Enumerable.Range(0, States).Sum(d => rows[(action * States) + d] * (t[d] - s[d]));
}
