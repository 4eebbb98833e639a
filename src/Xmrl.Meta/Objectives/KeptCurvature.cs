using Xmrl.Autodiff;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Objectives;

/// <summary>Hessians of one task's inner steps that its hyper-gradient has prepared, for Fisher products at the same parameters to take
/// over. One thread at a time.</summary>
/// <param name="memory">Lends the memory.</param>
public sealed class KeptCurvature(PreparationMemory memory) : IDisposable
{
    private readonly Dictionary<int, PreparedProduct> _hessians = [];

    /// <summary>The Hessian of an inner step; prepared at the first call.</summary>
    internal PreparedProduct Hessian(int step, Func<PreparationMemory, PreparedProduct> prepare)
    {
        if (!_hessians.TryGetValue(step, out PreparedProduct? hessian))
        {
            _hessians[step] = hessian = prepare(memory);
        }

        return hessian;
    }

    /// <summary>The Hessian of an inner step, which now belongs to the caller; null where none was prepared.</summary>
    internal PreparedProduct? Take(int step) => _hessians.Remove(step, out PreparedProduct? hessian) ? hessian : null;

    /// <summary>Gives the memory of what nobody took back.</summary>
    public void Dispose()
    {
        foreach (PreparedProduct hessian in _hessians.Values)
        {
            hessian.Dispose();
        }

        _hessians.Clear();
    }
}
