using Xmrl.Explain.Information;
using Xmrl.Meta.Gradient;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Explain.Augmentation;

/// <summary>Algorithm 1 of the paper, stage 2: learns the law of the mixing coefficients that stores most information about the augmented
/// critical tasks in the meta-parameters.</summary>
/// <remarks>
/// <para>Each iteration draws sets of coefficients λ_ij = λ(φ_λ, ζ̄_ij) for critical tasks i and sets j; per set, one ascent step from the
/// shared φ = (μ, σ) on E_{θ~P_φ}[L(θ; λ_j)] − κ·KL(P_φ ‖ N(θ_0, σ_0²I)) gives φ_j; the information between set and meta-parameters is a
/// function of the φ_j; its gradient runs back through the sensitivities dφ_j/dλ_ij and ∂λ_ij/∂φ_λ. Then φ becomes the mean of the
/// φ_j.</para>
/// <para>All sets of an iteration share every random number, so that differences between the φ_j come from λ alone.
/// Tasks that are not critical do not depend on λ: they are drawn once per iteration and move all φ_j alike.</para>
/// <para>What is not a parameter of the policy before adaptation has no distribution: learned inner step sizes stay as they are, a context
/// that is reset stays at 0. The sampling correction of SG-MRL and E-MAML is left out of the search: its weight is a difference of returns
/// between tasks, the same for every λ in expectation but far noisier than what λ changes.</para>
/// </remarks>
/// <seealso href="https://openreview.net/forum?id=Rg8PBd9Ow2">XMRL, Section 4.2, Algorithm 1, Lemmas 1 and 5.</seealso>
internal sealed class MixingLearner
{
    private readonly GradientLearner _learner;
    private readonly MixingOptions _options;
    private readonly MixingProgram _inner;
    private readonly MixingProgram _outer;

    /// <summary>Compiles what is needed.</summary>
    /// <param name="learner">The learner whose tasks are augmented.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two sets.</exception>
    public MixingLearner(GradientLearner learner, MixingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Sets, 2);
        _learner = learner;
        _options = options;
        _inner = new MixingProgram(
            learner.Policy, learner.Options.InnerSurrogate, holdsBase: learner.Options.Proximal is not null,
            learner.Options.Proximal?.Divergence ?? ProximalDivergence.Parameters);
        _outer = new MixingProgram(learner.Policy, learner.Options.OuterSurrogate);
    }

    /// <summary>Runs the search.</summary>
    /// <param name="parameters">θ_0, the meta-policy that is to be repaired, with the inner step sizes that it learned. Shape
    /// [<see cref="GradientLearner.ParameterCount"/>].</param>
    /// <param name="critical">Critical tasks.</param>
    /// <param name="others">The other training tasks.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="progress">Told after each iteration; null for none.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>The law and how it came about.</returns>
    /// <exception cref="ArgumentException">θ_0 has another length than the learner's parameters, or no task is critical.</exception>
    public MixingResult Learn(
        Real[] parameters, IReadOnlyList<MdpTask> critical, IReadOnlyList<MdpTask> others, RandomKey key, Action<int>? progress = null,
        CancellationToken token = default)
    {
        if (parameters.Length != _learner.ParameterCount)
        {
            throw new ArgumentException(
                $"parameters has shape [{parameters.Length}]; the learner has [{_learner.ParameterCount}].", nameof(parameters));
        }

        if (critical.Count == 0)
        {
            throw new ArgumentException("A mixing law needs at least one critical task; found none.", nameof(critical));
        }

        var law = new double[_options.Law.ParameterCount];
        _options.Law.Initialize(law);
        double[] start = Array.ConvertAll(parameters[.._learner.Policy.ParameterCount], value => (double)value);
        Real[] stepSizes = parameters[start.Length..];
        var deviations = new double[start.Length];
        Array.Fill(deviations, _options.InitialDeviation);
        var distribution = new MetaDistribution(start, deviations);
        var iterations = new List<MixingIteration>();
        long interactions = 0;
        for (int k = 0; k < _options.Iterations; k++)
        {
            var round = new MixingRound(_learner, _options, distribution, start, key.Derive((ulong)k)) { StepSizes = stepSizes };
            double[] draws = round.Coefficients(law, critical.Count, out double[] lambda);
            round.Collect(critical, others, lambda, token);
            interactions += round.Interactions;

            MetaDistribution[] posteriors = round.Posteriors();
            DiagonalGaussianSet set = Gather(posteriors);
            (double[] byLambda, string detail) = ByLambda(round, set, critical.Count, token);
            StepLaw(law, draws, byLambda);
            distribution = Mean(posteriors);
            iterations.Add(new MixingIteration(
                k + 1,
                [.. law],
                _options.Information.Value(set),
                PairwiseBounds.Bracket(set),
                _options.Law.Mean(law),
                _options.Law.StandardDeviation(law),
                round.InfeasibleShare,
                detail));
            progress?.Invoke(k + 1);
        }

        return new MixingResult(law, iterations, distribution, interactions);
    }

    internal static DiagonalGaussianSet Gather(MetaDistribution[] posteriors)
        => new(
            posteriors.Length, posteriors[0].Means.Length, [.. posteriors.SelectMany(p => p.Means)],
            [.. posteriors.SelectMany(p => p.Deviations)]);

    /// <summary>dI/dλ_ij: the information's gradient by φ_j, carried back by the chosen sensitivity.</summary>
    internal (double[] ByLambda, string Detail) ByLambda(MixingRound round, DiagonalGaussianSet set, int critical, CancellationToken token)
    {
        int p = set.Dimension;
        var byMeans = new double[set.Count * p];
        var byDeviations = new double[set.Count * p];
        _options.Information.Gradient(set, byMeans, byDeviations);
        string detail = string.Empty;
        if (_options.Sensitivity == Sensitivity.OneStep)
        {
            for (int i = 0; i < byMeans.Length; i++)
            {
                byMeans[i] *= round.StepSize;
                byDeviations[i] *= round.IsHeld(set, i) ? 0 : round.StepSize;
            }
        }
        else
        {
            detail = new ImplicitPosterior(round, _options).Solve(byMeans, byDeviations, token);
        }

        var byLambda = new double[critical * _options.Sets];
        int draws = _options.Draws;

        // The items are those of the round's augmented rollouts.
        double[][] parts = _learner.Gather(
            new WorkItems { Count = byLambda.Length * draws, Width = 1, Cancellation = token }, (worker, item, row) =>
        {
            int m = item % draws;
            int ij = item / draws;
            int j = ij / critical;
            double[] direction = round.Direction(byMeans.AsSpan(j * p, p), byDeviations.AsSpan(j * p, p), m);
            TaskOutcome outcome = round.Augmented(j, ij % critical, m);
            row[0] = _learner.Options.Proximal is { } proximal
                ? new ProximalSensitivity(worker, proximal, new MixingEvaluator(_inner), new MixingEvaluator(_outer))
                    .Derivative(outcome, direction)
                : new MixingSensitivity(_learner, worker, new MixingEvaluator(_inner), new MixingEvaluator(_outer))
                    .Derivative(outcome, direction);
        });
        for (int item = 0; item < parts.Length; item++)
        {
            byLambda[item / draws] += round.TaskWeight * parts[item][0] / draws;
        }

        return (byLambda, detail);
    }

    private static MetaDistribution Mean(MetaDistribution[] posteriors)
    {
        int p = posteriors[0].Means.Length;
        var means = new double[p];
        var deviations = new double[p];
        foreach (MetaDistribution posterior in posteriors)
        {
            VectorOperations.AddScaled(1.0 / posteriors.Length, posterior.Means, means);
            VectorOperations.AddScaled(1.0 / posteriors.Length, posterior.Deviations, deviations);
        }

        return new MetaDistribution(means, deviations);
    }

    private void StepLaw(double[] law, double[] draws, double[] byLambda)
    {
        var gradient = new double[law.Length];
        var slope = new double[law.Length];
        for (int ij = 0; ij < draws.Length; ij++)
        {
            _options.Law.Derivative(law, draws[ij], slope);
            VectorOperations.AddScaled(byLambda[ij], slope, gradient);
        }

        double norm = VectorOperations.Norm(gradient);
        if (norm > 0 && double.IsFinite(norm))
        {
            VectorOperations.AddScaled(_options.LawStep / norm, gradient, law);
            _options.Law.Project(law);
        }
    }
}
