using Xmrl.Import.Arrays;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;

namespace Xmrl.Import.Running;

/// <summary>Compares the actions of a policy without randomness with those that its origin computed for the same observations.</summary>
internal static class PairCheck
{
    /// <summary>What single precision and another order of sums may make of a perceptron.</summary>
    public const double DefaultTolerance = 1e-4;

    private const int Block = 256;
    private static readonly string[] s_observations = ["observations", "observation", "obs", "arr_0"];
    private static readonly string[] s_actions = ["actions", "action", "mean", "arr_1"];

    /// <summary>Compares.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="theta">Its parameters. Shape [P].</param>
    /// <param name="file">A .npz file with observations [n, O] and actions [n, A], means or numbers of choices.</param>
    /// <param name="tolerance">Largest difference that is taken, ≥ 0.</param>
    /// <returns>The largest difference.</returns>
    /// <exception cref="InvalidDataException">The file is not valid, or its arrays do not fit the policy.</exception>
    public static PairReport Run(IPolicy policy, ReadOnlySpan<Real> theta, UserFile file, double tolerance)
    {
        SortedDictionary<string, NumpyArray> arrays = NpzReader.Read(file);
        double[] observations = Rows(arrays, s_observations, policy.ObservationSize, file.Name, out int pairs);
        double[] actions = Rows(arrays, s_actions, policy.ActionSize, file.Name, out int others);
        if (pairs != others || pairs == 0)
        {
            throw new InvalidDataException(
                $"{file.Name} has {pairs} observations and {others} actions; expected as many, and one at least.");
        }

        double[] own = Act(policy, theta, observations, pairs);
        bool isChoice = policy.ActionChoices > 0;
        int at = 0;
        double largest = -1;
        int different = 0;
        for (int i = 0; i < own.Length; i++)
        {
            double difference = Math.Abs(own[i] - actions[i]) / Math.Max(1, Math.Abs(actions[i]));
            difference = double.IsNaN(difference) ? double.PositiveInfinity : difference;
            different += difference > 0 ? 1 : 0;
            if (difference > largest)
            {
                (largest, at) = (difference, i);
            }
        }

        return new PairReport(
            Path.GetFileName(file.Name), pairs, tolerance, isChoice ? (double)different / pairs : largest, at / policy.ActionSize, own[at],
            actions[at]);
    }

    private static double[] Rows(
        SortedDictionary<string, NumpyArray> arrays, string[] names, int size, string file, out int rows)
    {
        string name = names.FirstOrDefault(arrays.ContainsKey)
            ?? throw new InvalidDataException(
                $"{file} has the arrays {string.Join(", ", arrays.Keys.Take(12))}; expected one called {names[0]}.");
        NumpyArray array = arrays[name];
        bool fits = (array.Shape.Length == 2 && array.Shape[1] == size) || (array.Shape.Length == 1 && size == 1);
        rows = fits ? array.Shape[0] : 0;
        return fits
            ? array.Values
            : throw new InvalidDataException(
                $"{file}: {name} has shape [{string.Join(", ", array.Shape)}]; expected [pairs, {size}].");
    }

    private static double[] Act(IPolicy policy, ReadOnlySpan<Real> theta, double[] observations, int pairs)
    {
        (int inputs, int outputs) = (policy.ObservationSize, policy.ActionSize);
        IPolicyActor actor = policy.CreateActor(Block);
        actor.Load(theta);
        var own = new double[pairs * outputs];
        int stride = AlignedBuffer.PaddedStride(Block);
        var rows = new AlignedBuffer(inputs * stride);
        var acted = new AlignedBuffer(outputs * stride);
        for (int begin = 0; begin < pairs; begin += Block)
        {
            int count = Math.Min(Block, pairs - begin);
            for (int i = 0; i < count; i++)
            {
                for (int o = 0; o < inputs; o++)
                {
                    rows.Span[(o * stride) + i] = (Real)observations[((begin + i) * inputs) + o];
                }
            }

            var actions = new Matrix(acted.Span, outputs, count, stride);
            actor.Mode(new ConstMatrix(rows.Span, inputs, count, stride), actions);
            for (int i = 0; i < count; i++)
            {
                for (int a = 0; a < outputs; a++)
                {
                    own[((begin + i) * outputs) + a] = actions[a, i];
                }
            }
        }

        return own;
    }
}
