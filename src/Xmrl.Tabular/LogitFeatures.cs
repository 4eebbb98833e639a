namespace Xmrl.Tabular;

/// <summary>How the logits of a softmax policy depend on its parameters: each one a parameter of its own (a table), or linear in parameters
/// that states share.</summary>
internal sealed class LogitFeatures
{
    private LogitFeatures(int states, int actions, int parameters, LogitBlock[] blocks)
    {
        States = states;
        Actions = actions;
        Parameters = parameters;
        Blocks = blocks;
    }

    /// <summary>Number of states S.</summary>
    public int States { get; }

    /// <summary>Number of actions A.</summary>
    public int Actions { get; }

    /// <summary>P, the number of parameters.</summary>
    public int Parameters { get; }

    /// <summary>Groups of states that share no parameter with another group.</summary>
    public IReadOnlyList<LogitBlock> Blocks { get; }

    /// <summary>Whether the parameters are the logits.</summary>
    public bool IsTable => Blocks.Count == States && Parameters == States * Actions;

    /// <summary>A parameter per state and action.</summary>
    /// <param name="states">S ≥ 1.</param>
    /// <param name="actions">A ≥ 1.</param>
    public static LogitFeatures Table(int states, int actions)
    {
        double[] identity = new double[actions * actions];
        for (int a = 0; a < actions; a++)
        {
            identity[(a * actions) + a] = 1;
        }

        return new LogitFeatures(
            states, actions, states * actions,
            [.. Enumerable.Range(0, states).Select(s => new LogitBlock([s], s * actions, actions, identity))]);
    }

    /// <summary>Logits x(s, a)ᵀθ.</summary>
    /// <param name="states">S ≥ 1.</param>
    /// <param name="actions">A ≥ 1.</param>
    /// <param name="features">x, for each state, for each action, P numbers. Shape [S·A·P].</param>
    /// <exception cref="ArgumentException">The length is no multiple of S·A above 0.</exception>
    public static LogitFeatures Shared(int states, int actions, double[] features)
    {
        if (features.Length == 0 || features.Length % (states * actions) != 0)
        {
            throw new ArgumentException(
                $"features has {features.Length} numbers; {states * actions} pairs need a multiple of that above 0.", nameof(features));
        }

        int parameters = features.Length / (states * actions);
        return new LogitFeatures(
            states, actions, parameters, [new LogitBlock([.. Enumerable.Range(0, states)], 0, parameters, features)]);
    }

    /// <summary>The logits.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <returns>Shape [S·A].</returns>
    public double[] Logits(ReadOnlySpan<double> parameters)
    {
        double[] logits = new double[States * Actions];
        foreach (LogitBlock block in Blocks)
        {
            for (int i = 0; i < block.States.Length; i++)
            {
                for (int a = 0; a < Actions; a++)
                {
                    ReadOnlySpan<double> feature = block.Feature(i, a, Actions);
                    double sum = 0;
                    for (int p = 0; p < feature.Length; p++)
                    {
                        sum += feature[p] * parameters[block.First + p];
                    }

                    logits[(block.States[i] * Actions) + a] = sum;
                }
            }
        }

        return logits;
    }

    /// <summary>A gradient by the logits as one by the parameters, added to another.</summary>
    /// <param name="logitGradient">Shape [S·A].</param>
    /// <param name="gradient">Is added to. Shape [P].</param>
    public void AddGradient(ReadOnlySpan<double> logitGradient, Span<double> gradient)
    {
        foreach (LogitBlock block in Blocks)
        {
            for (int i = 0; i < block.States.Length; i++)
            {
                for (int a = 0; a < Actions; a++)
                {
                    ReadOnlySpan<double> feature = block.Feature(i, a, Actions);
                    double own = logitGradient[(block.States[i] * Actions) + a];
                    for (int p = 0; p < feature.Length; p++)
                    {
                        gradient[block.First + p] += feature[p] * own;
                    }
                }
            }
        }
    }
}
