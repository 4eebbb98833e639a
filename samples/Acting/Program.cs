using Xmrl.Acting;
using Xmrl.Samples.Acting;

ActingPolicy policy = ActingPolicy.Load(File.ReadAllBytes(args[0]));
var random = new ActingRandom(seed: 1);
var room = new Room(outside: 0.8f);
Console.WriteLine($"Return before adaptation: {room.Play(policy, random: null).Return:f2}");
for (int step = 0; step < policy.AdaptationSteps; step++)
{
    var kept = Enumerable.Range(0, policy.AdaptationTrajectories).Select(_ => room.Play(policy, random).Kept).ToList();
    policy = policy.Adapt(kept);
}

Console.WriteLine($"Return after adaptation: {room.Play(policy, random: null).Return:f2}");
