using Xmrl.Autodiff;
using Xmrl.Latents.Model;
using Xmrl.Latents.Trials;

namespace Xmrl.Latents.Learning;

/// <summary>What a thread works with.</summary>
/// <param name="learner">The learner.</param>
internal sealed class LatentWorker(LatentLearner learner) : IDisposable
{
    private ModelError? _error;

    /// <summary>Plays trials.</summary>
    public LatentSampler Sampler { get; } = new(
        learner.Family, learner.Networks, learner.Options.Virtual is null ? null : learner.DecoderProgram);

    /// <summary>The model's error.</summary>
    public ModelError Error => _error ??= new ModelError(
        learner.Networks, learner.LatentProgram, learner.DecoderProgram, learner.Options.Model.Window);

    /// <summary>Columns of some samples.</summary>
    public SampleColumns Columns { get; } = new(learner);

    /// <summary>The clipped surrogate's gradient.</summary>
    public TapeWorkspace Policy { get; } = new(learner.PolicyProgram.GradientProgram);

    /// <summary>ln π.</summary>
    public TapeWorkspace Reference { get; } = new(learner.PolicyProgram.ReferenceProgram);

    /// <summary>The value's error and its gradient.</summary>
    public TapeWorkspace Value { get; } = new(learner.ValueProgram.GradientProgram);

    /// <summary>The value network V.</summary>
    public TapeWorkspace Output { get; } = new(learner.ValueProgram.OutputProgram);

    /// <inheritdoc/>
    public void Dispose() => Sampler.Dispose();
}
