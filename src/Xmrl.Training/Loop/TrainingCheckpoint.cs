using Xmrl.Meta.Learning;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Training.Loop;

/// <summary>What a checkpoint must hold for a training to go on. The container is whole; its content may still be anybody's.</summary>
internal static class TrainingCheckpoint
{
    internal const string InteractionsName = "interactions";

    /// <summary>Metadata of the last checkpoint of a training that could not return to its best parameters.</summary>
    internal const string BestLostName = "best_lost";

    /// <summary>Metadata: the <see cref="CurveHash"/> over the metrics before the checkpoint's iteration.</summary>
    internal const string CurvesName = "curves";

    /// <summary>Metadata of the checkpoint of a policy that no training of ours made: the SHA-256 of the file that it came from.</summary>
    internal const string ImportedName = "imported";

    internal const string OuterPrefix = "outer.";

    private const string ScheduleName = "schedule.step";

    // Beyond it, whole numbers are not exact in double precision.
    private const double MostWhole = 1L << 53;

    /// <summary>Restores a training.</summary>
    /// <param name="file">The checkpoint.</param>
    /// <param name="tensors">The parameters expected.</param>
    /// <param name="training">Receives its state and θ.</param>
    /// <param name="name">What messages call the file.</param>
    /// <returns>Environment steps taken so far.</returns>
    /// <exception cref="InvalidDataException">A tensor is missing, of another size or type, or holds a number that cannot be; the message
    /// names file and tensor.</exception>
    internal static long Restore(SafetensorsFile file, IReadOnlyList<TensorSpec> tensors, IMetaTraining training, string name)
    {
        PolicyWeights.Read(file, tensors, training.Parameters, name);

        // A file orders its tensors by itself; the outer step expects its own order.
        (string Name, double[] Values)[] state =
            [.. training.State.Select(entry => (entry.Name, Numbers(file, OuterPrefix + entry.Name, entry.Values.Length, name)))];
        foreach ((string key, double[] values) in state)
        {
            if (key == ScheduleName)
            {
                Whole(values[0], OuterPrefix + key, name);
            }
        }

        long interactions = Whole(Numbers(file, InteractionsName, 1, name)[0], InteractionsName, name);
        try
        {
            training.Restore(state);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"{name}: the state of the outer step is not valid: {error.Message}", error);
        }

        return interactions;
    }

    /// <summary>A tensor of finite numbers.</summary>
    internal static double[] Numbers(SafetensorsFile file, string tensor, int length, string name)
    {
        if (!file.Tensors.TryGetValue(tensor, out StoredTensor? stored))
        {
            throw new InvalidDataException($"{name} has no tensor {tensor}.");
        }

        if (stored.Type is not (TensorType.F32 or TensorType.F64) || stored.Count != length)
        {
            throw new InvalidDataException(
                $"{name}: tensor {tensor} has {stored.Count} numbers of type {stored.Type}; expected {length} of F32 or F64.");
        }

        double[] values = stored.ToDoubles();
        int at = Array.FindIndex(values, static value => !double.IsFinite(value));
        return at < 0
            ? values
            : throw new InvalidDataException($"{name}: number {at} of tensor {tensor} is {values[at]}; expected finite numbers.");
    }

    private static long Whole(double value, string tensor, string name) => value >= 0 && value <= MostWhole && double.IsInteger(value)
            ? (long)value
            : throw new InvalidDataException($"{name}: tensor {tensor} holds {value}; expected a whole number from 0 to {MostWhole}.");
}
