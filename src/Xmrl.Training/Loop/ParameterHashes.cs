using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Xmrl.Meta.Learning;
using Xmrl.Rl.Policies;

namespace Xmrl.Training.Loop;

/// <summary>SHA-256 of everything that the next iteration depends on, for metrics: two trainings are alike as long as these are.</summary>
internal static class ParameterHashes
{
    /// <summary>Name of the hash over all parameters.</summary>
    public const string All = "parameters";

    /// <summary>Digits that are kept of a tensor's hash: enough to see a difference, short enough for every iteration.</summary>
    private const int TensorDigits = 16;

    /// <summary>The hashes.</summary>
    /// <param name="tensors">The parameters' tensors.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="training">The training, after it moved θ.</param>
    /// <returns><see cref="All"/> with 64 hexadecimal digits; then each tensor, named as in checkpoints, and each array of the training's
    /// state, with 16.</returns>
    public static IEnumerable<KeyValuePair<string, string>> Of(IReadOnlyList<TensorSpec> tensors, Real[] parameters, IMetaTraining training)
    {
        yield return KeyValuePair.Create(All, Hash<Real>(parameters));
        foreach (TensorSpec tensor in tensors)
        {
            yield return KeyValuePair.Create("policy." + tensor.Name, Hash(tensor.Of((ReadOnlySpan<Real>)parameters))[..TensorDigits]);
        }

        foreach ((string name, double[] values) in training.State)
        {
            yield return KeyValuePair.Create("outer." + name, Hash<double>(values)[..TensorDigits]);
        }
    }

    private static string Hash<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)));
}
