using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.External.Tests.Clients;

/// <summary>A program of its own, because a test kills it: starts an environment, prints the number of its process, and plays.</summary>
internal static class HostProgram
{
    /// <summary>The arguments are the environment's command. Ends with the episode, or when it is killed.</summary>
    public static void Main(string[] command)
    {
        using ExternalFamily family = ExternalFamily.Start(new ExternalOptions { Command = [.. command], TimeoutSeconds = 600 });
        Console.WriteLine(((Connections.ProcessChannel)family.Pool.Connections[0].Channel).ProcessId);
        IEnvironment environment = family.Create(family.SampleTask(RandomKey.FromSeed(1), 0), 1);
        using var owned = (IDisposable)environment;
        var buffers = new Contracts.StepBuffers(family.Spec, 1);
        environment.Reset([0], RandomKey.FromSeed(1), buffers.Observations);
        for (int step = 0; step < family.Spec.Horizon; step++)
        {
            environment.Step([0], buffers.Actions, buffers.Result);
        }

        // Until it is killed.
        Thread.Sleep(Timeout.Infinite);
    }
}
