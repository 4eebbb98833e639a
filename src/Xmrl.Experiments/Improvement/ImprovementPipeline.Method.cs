using Xmrl.Explain.Augmentation;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Experiments.Improvement;

/// <content>Explanation and the search for mixing laws.</content>
public sealed partial class ImprovementPipeline
{
    /// <summary>Stage 2: the poorly adapted validation tasks, and the training tasks that matter for them.</summary>
    /// <param name="parameters">The base policy.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>The explanation; without poor tasks it explains nothing.</returns>
    public StoredExplanation Explain(Real[] parameters, CancellationToken token) => Stage(ExplanationStage, _run.ExplanationPath, report =>
    {
        var explainer = new TaskExplainer(_configuration, Learner, Tasks);
        StoredExplanation stored = explainer.Explain(
            parameters,
            _repair.Derive(RandomPurpose.Selection),
            done => report(
                done, _configuration.Explain.Iterations, $"fresh rollouts of {Tasks.Training.Count + _configuration.Poor.Count} tasks"),
            token);
        return (stored, _configuration.Explain.Iterations, stored.Steps(ExplanationPart.Whole));
    });

    /// <summary>Stage 3: learns the mixing laws that the configured methods need.</summary>
    /// <param name="parameters">The base policy.</param>
    /// <param name="explanation">The explanation.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>Laws by method; methods without a learned law are missing, as is NearestCritical where tasks have no distance.</returns>
    public IReadOnlyDictionary<ImprovementMethod, StoredMixing> LearnMixing(
        Real[] parameters, StoredExplanation explanation, CancellationToken token)
    {
        var laws = new Dictionary<ImprovementMethod, StoredMixing>();
        foreach (ImprovementMethod method in MixingSeries())
        {
            if (_plans.Critical(method, explanation) is not { } critical)
            {
                _stage++;
                continue;
            }

            laws[method] = Stage(MixingStage(method), _run.File($"mixing-{MethodNames.Series(method)}.json"), report =>
            {
                MixingOptions options = LearnerFactory.Mixing(_configuration.Augment);
                var initial = new double[options.Law.ParameterCount];
                options.Law.Initialize(initial);
                using MetaLearner? smaller = _configuration.Augment.Trajectories is { } trajectories
                    ? _configuration.Meta.Learner.WithTrajectories(trajectories).Create(Parts())
                    : null;
                MixingResult result;
                try
                {
                    result = new MixingLearner(smaller ?? Learner, options).Learn(
                        parameters,
                        [.. critical.Select(position => Tasks.Training[position])],
                        [.. Enumerable.Range(0, Tasks.Training.Count).Except(critical).Select(position => Tasks.Training[position])],
                        _repair.Derive(RandomPurpose.MixingCoefficients).Derive(1UL),
                        done => report(done, options.Iterations, $"{options.Sets} sets of coefficients"),
                        token);
                }
                catch (ArgumentException error) when (error.ParamName is "means" or "standardDeviations")
                {
                    throw NumericalFailure.Of($"{MixingStage(method)}, the posterior of the meta-parameters", error);
                }

                var stored = new StoredMixing
                {
                    Critical = critical,
                    Initial = initial,
                    Parameters = result.Parameters,
                    Iterations = result.Iterations,
                    Interactions = result.Interactions,
                };
                return (stored, options.Iterations, result.Interactions);
            });
        }

        return laws;
    }

    private IEnumerable<ImprovementMethod> MixingSeries() => _configuration.Retrain.Methods.Where(MethodPlans.LearnsLaw);
}
