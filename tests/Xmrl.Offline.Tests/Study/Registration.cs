using System.Runtime.CompilerServices;
using Xmrl.Meta.Learners;
using Xmrl.Offline.Learning;

namespace Xmrl.Offline.Tests.Study;

/// <summary>Registers MACAW once, as the program does.</summary>
internal static class Registration
{
    static Registration() => LearnerTable.Register(new Macaw());

    /// <summary>Registers it unless it is.</summary>
    public static void Ensure() => RuntimeHelpers.RunClassConstructor(typeof(Registration).TypeHandle);
}
