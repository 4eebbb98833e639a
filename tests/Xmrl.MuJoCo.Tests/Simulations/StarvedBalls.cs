using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MuJoCo.Tests.Simulations;

/// <summary>Balls above a floor, with memory enough for their fall and not for their contacts.</summary>
/// <remarks>MuJoCo 2 has a stack of its own; since 3 contacts, constraints and stack share one block, so that the same lack is an error at
/// one size and left-out contacts at another, which differ between versions.</remarks>
internal static class StarvedBalls
{
    private const int Balls = 8;

    private static readonly string[] s_sizes = MuJoCoFactAttribute.Reason is not null ? []
        : MuJoCoEngine.Library.Layout.Model.ContainsKey("nstack") ? ["nstack=\"3000\"", "nconmax=\"1\""]
        : [.. Enumerable.Range(3, 30).Select(size => $"memory=\"{2 * size}K\"")];

    /// <summary>A model whose contacts end in a fatal error of the engine.</summary>
    public static Model WithError() => First(static status => status is null);

    /// <summary>A model whose contacts, or their constraints, are left out.</summary>
    public static Model WithMissingContacts()
        => First(static status => status is SimulationStatus.ContactsFull or SimulationStatus.ConstraintsFull);

    /// <summary>Puts all balls into the floor.</summary>
    public static void Lower(Simulation simulation)
    {
        for (int ball = 0; ball < Balls; ball++)
        {
            simulation.Positions[(7 * ball) + 2] = 0.09;
        }
    }

    /// <summary>The first size whose outcome is wanted: a status, or null for an error.</summary>
    private static Model First(Func<SimulationStatus?, bool> isWanted)
    {
        foreach (string size in s_sizes)
        {
            Model model = Model.FromXml(Xml(size));
            if (isWanted(Outcome(model)))
            {
                return model;
            }

            model.Dispose();
        }

        throw new InvalidOperationException($"No size of {string.Join(", ", s_sizes)} has this outcome.");
    }

    private static SimulationStatus? Outcome(Model model)
    {
        using var simulation = new Simulation(model);
        Lower(simulation);
        try
        {
            return simulation.Step(1);
        }
        catch (MuJoCoException)
        {
            return null;
        }
        finally
        {
            _ = Simulation.TakeWarning();
        }
    }

    private static string Xml(string size)
        => $"<mujoco><size {size}/><worldbody><geom type=\"plane\" size=\"99 99 1\"/>"
            + string.Concat(Enumerable.Range(0, Balls).Select(i => $"<body pos=\"{i} 0 5\"><freejoint/><geom size=\"0.1\"/></body>"))
            + "</worldbody></mujoco>";
}
