using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;

namespace Xmrl.Latents.Learning;

/// <summary>Proximal policy optimization of policy and value on the steps of an iteration. Encoder and normalisation are constant, so that
/// what the policy observed does not change between passes.</summary>
/// <remarks>Every process takes all steps itself, to the same bits: the steps are small and many. Threads share the columns.</remarks>
/// <param name="learner">The learner.</param>
/// <seealso href="https://arxiv.org/abs/1707.06347">Schulman et al. (2017).</seealso>
internal sealed class PolicyPhase(LatentLearner learner)
{
    private readonly int _origin = learner.Networks.PolicyOffset;
    private readonly int _policyLength = learner.Networks.Policy.ParameterCount;
    private readonly int _length = learner.Networks.End - learner.Networks.PolicyOffset;
    private double[][] _rows = [];

    /// <summary>Writes values and log-probabilities under θ into the samples, then estimates advantages.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="token">Checked between columns.</param>
    public void Prepare(PolicySamples samples, Real[] parameters, CancellationToken token)
    {
        int[] all = [.. Enumerable.Range(0, samples.Count)];
        learner.Pool.Run(Chunks(samples.Count), (worker, chunk) =>
        {
            LatentWorker own = learner.Worker(worker);
            ReadOnlySpan<int> chosen = Part(all, chunk);
            own.Columns.Gather(samples, chosen, 1);
            own.Columns.BindPolicy(own.Reference, learner.PolicyProgram, parameters, 0);
            own.Reference.Run();
            own.Reference.Read(learner.PolicyProgram.Recording.LogProbability).Row(0)
                .CopyTo(samples.LogProbabilities.AsSpan(chunk * SampleColumns.Most));
            own.Columns.BindValue(own.Output, parameters);
            own.Output.Run();
            own.Output.Read(learner.ValueProgram.Output).Row(0).CopyTo(samples.Values.AsSpan(chunk * SampleColumns.Most));
        }, token);
        samples.Estimate(learner.Options.Gae);
    }

    /// <summary>Takes all steps of an iteration.</summary>
    /// <param name="samples">Prepared samples.</param>
    /// <param name="moved">θ, moved in place. Shape [P].</param>
    /// <param name="optimizers">Those of policy and value.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="token">Checked between columns.</param>
    /// <returns>Norm of the policy's first gradient; what is wrong, or null.</returns>
    public (double Norm, string? Problem) Run(
        PolicySamples samples, Real[] moved, (Adam Policy, Adam Value) optimizers, RandomKey key, CancellationToken token)
    {
        double first = double.NaN;
        LatentOptions options = learner.Options;
        var order = new int[samples.Count];
        var gradient = new double[_length];
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            key.Derive(RandomPurpose.Shuffling).Derive(epoch).Permutation(order);
            for (int minibatch = 0; minibatch < options.Minibatches; minibatch++)
            {
                int from = (int)((long)minibatch * order.Length / options.Minibatches);
                int to = (int)((long)(minibatch + 1) * order.Length / options.Minibatches);
                if (from == to)
                {
                    continue;
                }

                Differentiate(samples, moved, order[from..to], gradient, token);
                double norm = GradientClipping.ByNorm(gradient.AsSpan(0, _policyLength), options.MaximumGradientNorm);
                double error = GradientClipping.ByNorm(gradient.AsSpan(_policyLength), options.MaximumGradientNorm);
                first = double.IsNaN(first) ? norm : first;
                if (!double.IsFinite(norm + error))
                {
                    return (norm, $"the gradient of policy or value in pass {epoch + 1} has norm {norm} or {error}");
                }

                optimizers.Policy.Step(moved.AsSpan(_origin, _policyLength), gradient.AsSpan(0, _policyLength));
                optimizers.Value.Step(moved.AsSpan(_origin + _policyLength), gradient.AsSpan(_policyLength));
            }
        }

        return (first, null);
    }

    /// <summary>Ascent directions of policy and value on a minibatch, which stands for all samples.</summary>
    internal void Differentiate(PolicySamples samples, Real[] parameters, int[] chosen, double[] gradient, CancellationToken token)
    {
        int chunks = Chunks(chosen.Length);
        if (_rows.Length < chunks)
        {
            _rows = [.. Enumerable.Range(0, chunks).Select(_ => new double[_length])];
        }

        double share = samples.Count / (double)chosen.Length;
        learner.Pool.Run(chunks, (worker, chunk) =>
        {
            LatentWorker own = learner.Worker(worker);
            double[] row = _rows[chunk];
            Array.Clear(row);
            own.Columns.Gather(samples, Part(chosen, chunk), share);
            own.Columns.BindPolicy(own.Policy, learner.PolicyProgram, parameters, learner.Options.Entropy);
            own.Policy.Run();
            for (int k = 0; k < learner.Networks.Policy.Tensors.Length; k++)
            {
                TensorSpec tensor = learner.Networks.Policy.Tensors[k];
                VectorOperations.Add(
                    own.Policy.Read(learner.PolicyProgram.Gradient[k]).Data[..tensor.Length], row.AsSpan(tensor.Offset, tensor.Length));
            }

            own.Columns.BindValue(own.Value, parameters);
            own.Value.Run();
            learner.ValueProgram.Add(own.Value, row, _origin);
        }, token);
        Array.Clear(gradient);
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            VectorOperations.AddScaled(1, _rows[chunk].AsSpan(0, _policyLength), gradient.AsSpan(0, _policyLength));
            VectorOperations.AddScaled(-1, _rows[chunk].AsSpan(_policyLength), gradient.AsSpan(_policyLength));
        }

        for (int i = 0; i < _policyLength && learner.Options.Regularization > 0; i++)
        {
            gradient[i] -= learner.Options.Regularization * parameters[_origin + i];
        }
    }

    private static int Chunks(int samples) => (samples + SampleColumns.Most - 1) / SampleColumns.Most;

    private static ReadOnlySpan<int> Part(int[] chosen, int chunk)
        => chosen.AsSpan(chunk * SampleColumns.Most, Math.Min(SampleColumns.Most, chosen.Length - (chunk * SampleColumns.Most)));
}
